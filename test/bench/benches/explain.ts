import { explain, type Query } from "@gatefold/core";
import { stintOf } from "../contest/stint.ts";
import { type PaceName, paces } from "../measuring/pace.ts";
import { spreadOf } from "../measuring/statistics.ts";
import { timeText } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import { queriesOn } from "../world/queries.ts";
import { stateOf } from "../world/rows.ts";
import { type Size, worldOf } from "../world/world.ts";

const MOST = 20_000;
const now = 1_000;

/** An explanation of a yes, of a no, and of all queries as they come. */
export function explaining(size: Size, pace: PaceName): Report {
  const world = worldOf(size);
  const { count, userIds, permissionIds, folderIds, allowed } = queriesOn(world);
  const state = stateOf(world);
  const queries = Array.from({ length: count }, (_, at): Query => {
    return { user: userIds[at] ?? "", permission: permissionIds[at] ?? "", at: folderIds[at] ?? "", now };
  });
  for (const [at, query] of queries.entries()) {
    const right = allowed[at] === 1 ? "allow" : "deny";
    if (explain(state, query).effect !== right) throw new Error(`explain answers query ${at} wrongly.`);
  }
  const kinds = [
    { kind: "all queries", asked: queries },
    { kind: "allowed", asked: queries.filter((_, at) => allowed[at] === 1) },
    { kind: "denied", asked: queries.filter((_, at) => allowed[at] === 0) },
  ];
  const stints = kinds.map(({ kind, asked }) => {
    const run = (from: number, to: number) => {
      let reasons = 0;
      for (let at = from; at < to; at += 1) reasons += explain(state, asked[at] as Query).by.length;
      return reasons;
    };
    return { kind, stint: stintOf({ run }, asked.length, paces[pace]), times: [] as number[] };
  });
  for (let round = 0; round < paces[pace].rounds; round += 1) {
    for (const { stint, times } of stints) times.push(stint());
  }
  const figures = stints.map(({ kind, times }) => ({ kind, nanoseconds: spreadOf(times) }));
  return {
    title: `explain ${size}: the decision with all its causes, near misses and the smallest fix`,
    columns: ["of", "one", "middle half"],
    rows: figures.map(({ kind, nanoseconds: { median, low, high } }) => [
      kind,
      timeText(median),
      `${timeText(low)} - ${timeText(high)}`,
    ]),
    targets: figures.slice(0, 1).map(({ nanoseconds: { median } }) => ({
      what: `${size}: an explanation`,
      measured: median / 1e3,
      bound: "at most",
      limit: MOST / 1e3,
      unit: " µs",
    })),
    notes: [],
    figures,
  };
}
