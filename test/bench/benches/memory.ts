import { can, type State } from "@gatefold/core";
import { bytesInUse } from "../measuring/heap.ts";
import { countText, memoryText, timeText } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import { stateOf } from "../world/rows.ts";
import { type Size, type World, worldOf } from "../world/world.ts";

const MOST = 60;

/** What the rows take, what the index takes beside them once everybody has asked, and how long both are in building. */
export function memory(size: Size): Report {
  const begun = bytesInUse();
  const world = worldOf(size);
  const withWorld = bytesInUse();
  const [state, building] = timed(() => stateOf(world));
  const withRows = bytesInUse();
  const [, compiling] = timed(() => askOnce(world, state));
  const withIndex = bytesInUse();
  const [, askingAll] = timed(() => askEverybody(world, state));
  const withUsers = bytesInUse();
  // The index holds on to the rows' own strings; what they would take by themselves is counted all the same.
  const ids = copiesOf(world);
  const withIds = bytesInUse();
  const rows = [
    { what: "rows, without their ids", bytes: withRows - withWorld, nanoseconds: building },
    { what: `ids of ${countText(ids.length)} folders, users and roles`, bytes: withIds - withUsers },
    { what: "index, when first asked", bytes: withIndex - withRows, nanoseconds: compiling },
    { what: "index, all users compiled", bytes: withUsers - withRows, nanoseconds: askingAll },
    { what: "(the world that this was made of)", bytes: withWorld - begun },
  ];
  // Read from what was measured, so that nothing of it is let go before.
  const [users, folders] = [state.count("user"), state.count("folder")];
  return {
    title: `memory ${size}: ${countText(users)} users, ${countText(world.roles.length)} roles, ${countText(folders)} folders`,
    columns: ["of", "memory", "time"],
    rows: rows.map(({ what, bytes, nanoseconds }) => [
      what,
      memoryText(bytes),
      nanoseconds === undefined ? "" : timeText(nanoseconds),
    ]),
    targets: [
      {
        what: `${size}: the index and its ids`,
        measured: (withIds - withRows) / 2 ** 20,
        bound: "at most",
        limit: MOST,
        unit: " MB",
      },
    ],
    notes: [],
    figures: rows,
  };
}

/** The answer, and the nanoseconds it took. */
export function timed<Answer>(work: () => Answer): [answer: Answer, nanoseconds: number] {
  const start = performance.now();
  const answer = work();
  return [answer, (performance.now() - start) * 1e6];
}

function askOnce({ users, permissions, folderIds }: World, state: State): boolean {
  return can(state, users[0]?.id ?? "", permissions[0] ?? "", folderIds[0] ?? "", 0);
}

export function askEverybody({ users, permissions, folderIds }: World, state: State): number {
  let allowed = 0;
  for (const { id } of users) if (can(state, id, permissions[0] ?? "", folderIds[0] ?? "", 0)) allowed += 1;
  return allowed;
}

function copiesOf({ folderIds, users, roles }: World): string[] {
  const ids = [...folderIds, ...users.map(({ id }) => id), ...roles.map(({ id }) => id)];
  return ids.map((id) => Buffer.from(id, "latin1").toString("latin1"));
}
