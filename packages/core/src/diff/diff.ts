import { GatefoldError } from "../errors.ts";
import type { Millis } from "../model.ts";
import { under } from "../regions/under.ts";
import type { Change, State } from "../state/state.ts";
import { type Catalogue, catalogueIn } from "./catalogue.ts";
import { isDecisive } from "./decisive.ts";
import { cutsOf } from "./cuts.ts";
import { createLand, type Land } from "./land.ts";
import { ask, type Probe, probesOf } from "./probes.ts";
import { type DiffRow, rowsOf, type SubjectRow } from "./rows.ts";
import { spansOf } from "./spans.ts";
import { type Subject, standingsIn, subjectsOf } from "./subjects.ts";
import { ACCOUNT, addTouches, type Ground, type Touches } from "./touches.ts";
import { treeOf } from "./tree.ts";

/** Who gains and who loses by a change, from now on. Empty rows: nobody. */
export interface Diff {
  readonly now: Millis;
  readonly rows: readonly DiffRow[];
  /** Folders and assets that come with the change; whoever reaches them gains them. */
  readonly created: readonly string[];
  /** Those that go; whoever reached them loses them. */
  readonly deleted: readonly string[];
}

/** So many questions are asked for one diff, on each side; more would take many seconds. */
const usualMost = 500_000;

/** There are too many people, places and moments to compare. */
export class DiffTooLarge extends GatefoldError {
  override readonly name = "DiffTooLarge";

  constructor(most: number) {
    super(
      "DIFF_TOO_LARGE",
      "This touches too many people and places to compare them all; make the change in smaller parts.",
      { most },
    );
  }
}

/**
 * Who gains and who loses what by these changes (as `planChanges` or `changesBetween` give them), where and when: for every
 * user, permission, place and moment from now on, the rows say just where the answers before and after differ. Only what
 * the changes can touch is compared. The state is left as it was. Throws `DiffTooLarge` where more than `most` questions
 * would have to be asked; 30,000 take about a second.
 */
export function diffOf(state: State, changes: readonly Change[], now: Millis, most = usualMost): Diff {
  const decisive = changes.filter(isDecisive);
  const comparison = compare(state, decisive, now, most);
  const rows: { readonly users: readonly string[]; readonly row: SubjectRow }[] = [];
  for (let at = 0; at < comparison.subjects.length; at += CHUNK) {
    rows.push(...rowsOfSubjects(state, decisive, comparison, comparison.subjects.slice(at, at + CHUNK)));
  }
  const idsWhere = (holds: (change: Change) => boolean) =>
    changes
      .filter((change) => (change.kind === "folder" || change.kind === "asset") && holds(change))
      .map(({ id }) => id)
      .toSorted();
  return {
    now,
    rows: merged(rows, comparison.order),
    created: idsWhere(({ before }) => !before),
    deleted: idsWhere(({ after }) => !after),
  };
}

/** So many people are looked at between two changes of side, so that their answers need not all be kept at once. */
const CHUNK = 500;

interface Comparison {
  readonly now: Millis;
  readonly before: Catalogue;
  readonly after: Catalogue;
  /** The catalogue's order, of both sides. */
  readonly order: readonly string[];
  readonly land: Land;
  readonly subjects: readonly Subject[];
  readonly most: number;
  /** Questions that may still be asked. */
  left: number;
}

function compare(state: State, changes: readonly Change[], now: Millis, most: number): Comparison {
  const ground: Ground = {
    changes,
    before: treeOf(state, changes, "before"),
    after: treeOf(state, changes, "after"),
  };
  const touches: Touches = { everybody: new Set(), people: new Map() };
  addTouches(touches, state, ground, "before");
  const before = catalogueIn(state);
  const [after, land] = under(state, changes, () => {
    addTouches(touches, state, ground, "after");
    return [catalogueIn(state), createLand(state, ground)];
  });
  const order = new Set([...before.order, ...after.order]);
  const leans = before.leansOnAccount || after.leansOnAccount;
  if (leans && touches.everybody.has(ACCOUNT)) touches.everybody.add(null);
  const old = standingsIn(state, touches);
  const young = under(state, changes, () => standingsIn(state, touches));
  return {
    now,
    before,
    after,
    order: [...order],
    land,
    subjects: subjectsOf(touches, old, young),
    most,
    left: most,
  };
}

function rowsOfSubjects(
  state: State,
  changes: readonly Change[],
  comparison: Comparison,
  subjects: readonly Subject[],
) {
  const { before, after, land, now } = comparison;
  const asked = under(state, changes, () =>
    subjects.map((subject) => {
      const cuts = cutsOf(subject, land);
      const probes = probesOf(subject, cuts, land, now);
      spend(comparison, probes);
      return { users: subject.users, cuts, probes, young: ask(state, probes, after, before) };
    }),
  );
  return asked.flatMap(({ users, cuts, probes, young }) => {
    const old = ask(state, probes, before, after);
    const findings = probes.map(({ of, moments }, index) => ({
      of,
      spans: spansOf(moments, old[index] ?? [], young[index] ?? []),
    }));
    return rowsOf(cuts.list, findings).map((row) => ({ users, row }));
  });
}

function spend(comparison: Comparison, probes: readonly Probe[]): void {
  for (const { moments } of probes) comparison.left -= moments.length;
  if (comparison.left < 0) throw new DiffTooLarge(comparison.most);
}

/** The same of several people as one row. */
function merged(
  rows: readonly { readonly users: readonly string[]; readonly row: SubjectRow }[],
  order: readonly string[],
): DiffRow[] {
  const alike = new Map<string, { users: string[]; row: SubjectRow }>();
  for (const { users, row: found } of rows) {
    const permissions = order.filter((id) => found.permissions.includes(id));
    const row = { ...found, permissions };
    const key = JSON.stringify(row);
    const known = alike.get(key);
    if (known) known.users.push(...users);
    else alike.set(key, { users: [...users], row });
  }
  return Array.from(alike.values(), ({ users, row: { effect, ...rest } }) => ({
    effect,
    users: users.toSorted(),
    ...rest,
  })).toSorted(inOrder);
}

/** By time, gains first, then by who it is. */
function inOrder(one: DiffRow, other: DiffRow): number {
  const [mine, theirs] = [one, other].map(({ from, effect, users, permissions, places }) => [
    String(from).padStart(16, "0"),
    effect,
    users[0] ?? "",
    permissions[0] ?? "",
    JSON.stringify(places),
  ]) as [string[], string[]];
  for (const [at, text] of mine.entries()) {
    const otherText = theirs[at] ?? "";
    if (text !== otherText) return text < otherText ? -1 : 1;
  }
  return 0;
}
