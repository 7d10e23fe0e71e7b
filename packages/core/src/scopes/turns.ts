import type { Folder } from "../model.ts";
import type { Asking } from "./asking.ts";
import { ROOT, type State } from "../state/state.ts";

/** A folder at which answers may turn, with what is allowed there and below it up to the next one. */
export interface Turn {
  readonly folder: string;
  readonly allowed: ReadonlySet<string>;
  /** What is allowed just above it. */
  readonly above: ReadonlySet<string>;
}

/** What is allowed of a catalogue, from the top of the tree down. */
export interface Course {
  /** What is allowed at most of the roots, so that the fewest turns say the rest. */
  readonly top: ReadonlySet<string>;
  readonly turns: readonly Turn[];
  /** What is allowed at a folder. */
  allowedIn(folder: string): ReadonlySet<string>;
}

/** A part of the tree that lies under one mark, up to the next ones; null: under none. */
type Region = string | null;

type Answers = ReadonlyMap<Region, ReadonlySet<string>>;

/**
 * Asks at the marks, and at the restricted folders that come first below each of them: on the way down nothing else
 * turns an answer. So the cost is that of the marks and of what is allowed, not of the tree.
 */
export function courseOf(asking: Asking, marks: ReadonlySet<string>): Course {
  const { state } = asking;
  const roots = state.find("foldersIn", ROOT);
  const plain = roots.find(({ id, restricted }) => !restricted && !marks.has(id));
  const marked = [...marks].filter((id) => state.get("folder", id));
  const answers = new Map<Region, ReadonlySet<string>>(marked.map((id) => [id, asking.allowedAt(id)]));
  if (plain) answers.set(null, asking.allowedAt(plain.id));
  // Where no root is like any other, each speaks for itself.
  else for (const { id } of roots) if (!answers.has(id)) answers.set(id, asking.allowedAt(id));
  for (const [wall, allowed] of behindWalls(asking, answers)) answers.set(wall, allowed);
  for (const { id } of roots) if (!answers.has(id)) answers.set(id, answers.get(null) ?? nothing);
  const top = mostShared(roots.map(({ id }) => answers.get(id) ?? nothing));
  answers.set(null, top);
  const allowedFrom = (folder: Folder | undefined) =>
    answers.get(nearest(state, folder, (id) => answers.has(id))) ?? nothing;
  const turns = Array.from(answers).flatMap(([id, allowed]) =>
    id === null ? [] : [{ folder: id, allowed, above: allowedFrom(parentOf(state, id)) }],
  );
  return { top, turns, allowedIn: (id) => allowedFrom(state.get("folder", id)) };
}

/**
 * The restricted folders at which something ends, with what is still allowed behind each. All in one region let through
 * the same, so one is asked for all; where it lets everything through, no other is looked for.
 */
function behindWalls(asking: Asking, answers: Answers): Map<string, ReadonlySet<string>> {
  const behind = new Map<Region, ReadonlySet<string>>();
  const found = new Map<string, ReadonlySet<string>>();
  const open = new Set([...answers].filter(([, allowed]) => allowed.size > 0).map(([region]) => region));
  const meet = (region: Region, wall: string) => {
    const allowed = behind.get(region) ?? asking.allowedAt(wall);
    behind.set(region, allowed);
    // A wall only takes away: as many are the same.
    if (allowed.size === answers.get(region)?.size) open.delete(region);
    else found.set(wall, allowed);
  };
  const isMark = (id: string) => answers.has(id);
  // Whichever is shorter: down through what is allowed, or up from every restricted folder there is.
  if (!descend(asking.state, open, isMark, meet)) ascend(asking.state, open, isMark, meet);
  return found;
}

type Meet = (region: Region, wall: string) => void;

/** False where it gave up, having seen more folders than there are restricted ones. */
function descend(state: State, open: Set<Region>, isMark: (id: string) => boolean, meet: Meet): boolean {
  let left = state.tally("foldersMarked", "restricted");
  for (const region of open) {
    const ways = [region ?? ROOT];
    for (const way of ways) {
      left -= state.tally("foldersIn", way);
      if (left < 0) return false;
      for (const { id, restricted } of state.find("foldersIn", way)) {
        if (isMark(id)) continue;
        if (restricted) meet(region, id);
        else ways.push(id);
      }
      if (!open.has(region)) break;
    }
  }
  return true;
}

function ascend(state: State, open: Set<Region>, isMark: (id: string) => boolean, meet: Meet): void {
  for (const { id, parent } of state.find("foldersMarked", "restricted")) {
    if (open.size === 0) return;
    if (isMark(id)) continue;
    const region = nearest(state, parent === null ? undefined : state.get("folder", parent), isMark);
    if (open.has(region)) meet(region, id);
  }
}

/** The nearest folder at or above that is such; null where none is. */
function nearest(state: State, from: Folder | undefined, is: (id: string) => boolean): string | null {
  let folder = from;
  while (folder && !is(folder.id)) folder = parentOf(state, folder.id);
  return folder?.id ?? null;
}

function parentOf(state: State, id: string): Folder | undefined {
  const parent = state.get("folder", id)?.parent ?? null;
  return parent === null ? undefined : state.get("folder", parent);
}

/** What more than half of them hold. */
function mostShared(all: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const one of all) for (const id of one) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count * 2 > all.length).map(([id]) => id));
}

const nothing: ReadonlySet<string> = new Set();
