import { can } from "@gatefold/core";
import { askEverybody, timed } from "./memory.ts";
import { peakOfProcess } from "../measuring/heap.ts";
import { countText, memoryText, timeText } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import { queriesOn } from "../world/queries.ts";
import { stateOf } from "../world/rows.ts";
import { type Size, sizes, worldOf } from "../world/world.ts";

const MOST = 1.5 * 2 ** 30;
const now = 1_000;

/** A million folders: it is built, everybody asks, 10,000 queries are answered right, and the whole process stays small. */
export function million(size: Size): Report {
  const [world, making] = timed(() => worldOf(size));
  const queries = queriesOn(world);
  const before = peakOfProcess();
  const [state, building] = timed(() => stateOf(world));
  const rowsPeak = peakOfProcess();
  const [, compiling] = timed(() => askEverybody(world, state));
  const [wrong, answering] = timed(() => {
    let found = 0;
    for (let at = 0; at < queries.count; at += 1) {
      const [user = "", permission = "", folder = ""] = [
        queries.userIds[at],
        queries.permissionIds[at],
        queries.folderIds[at],
      ];
      if (can(state, user, permission, folder, now) !== (queries.allowed[at] === 1)) found += 1;
    }
    return found;
  });
  if (wrong > 0) throw new Error(`${wrong} of ${queries.count} queries were answered wrongly.`);
  const steps = [
    { step: "the world in numbers, and its ids", nanoseconds: making, peak: before },
    { step: "its rows", nanoseconds: building, peak: rowsPeak },
    { step: "the index, everybody asking once", nanoseconds: compiling, peak: peakOfProcess() },
    { step: `${countText(queries.count)} queries, all right`, nanoseconds: answering, peak: peakOfProcess() },
  ];
  const { users, roles, folders } = sizes[size];
  return {
    title: `million: ${countText(users)} users, ${countText(roles)} roles, ${countText(folders)} folders`,
    columns: ["step", "time", "process's peak so far"],
    rows: steps.map(({ step, nanoseconds, peak }) => [step, timeText(nanoseconds), memoryText(peak)]),
    targets: [
      {
        what: `${size}: the whole process`,
        measured: peakOfProcess() / 2 ** 20,
        bound: "at most",
        limit: MOST / 2 ** 20,
        unit: " MB",
      },
    ],
    notes: [],
    figures: steps,
  };
}
