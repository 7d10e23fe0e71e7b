import { applyChanges, can, type Event, planChanges, type State } from "@gatefold/core";
import type { PaceName } from "../measuring/pace.ts";
import { quantile, spreadOf } from "../measuring/statistics.ts";
import { timeText } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import { type Step, stepsOn } from "../world/steps.ts";
import { stateOf } from "../world/rows.ts";
import { type Size, worldOf } from "../world/world.ts";

const MOST = 50;
const now = 1_000;
const counts = { full: 3_000, quick: 400 } as const satisfies Record<PaceName, number>;

interface Figure {
  readonly kind: Step["kind"];
  readonly whole: number[];
  readonly next: number[];
}

/**
 * A change as the gateway makes it, planned and then applied, and the next answer that it touches: right, and on a state
 * where everybody had asked before.
 */
export function changes(size: Size, pace: PaceName): Report {
  const world = worldOf(size);
  const state = stateOf(world);
  for (const { id } of world.users) can(state, id, world.permissions[0] ?? "", world.folderIds[0] ?? "", now);
  const figures = new Map<Step["kind"], Figure>();
  const count = counts[pace];
  for (const [at, step] of stepsOn(world, count).entries()) {
    const start = performance.now();
    commit(state, step.event);
    const committed = performance.now();
    const answer = can(state, step.asked.user, step.asked.permission, step.asked.folder, now);
    const end = performance.now();
    if (answer !== step.answer) throw new Error(`After step ${at} (${step.kind}) the answer is wrong.`);
    // The first third warms up.
    if (at < count / 3) continue;
    const figure = figures.get(step.kind) ?? { kind: step.kind, whole: [], next: [] };
    figures.set(step.kind, figure);
    figure.whole.push((end - start) * 1e6);
    figure.next.push((end - committed) * 1e6);
  }
  return reportOf(size, [...figures.values()]);
}

function commit(state: State, event: Event): void {
  applyChanges(state, planChanges(state, [event]), state.revision + 1);
}

function reportOf(size: Size, figures: readonly Figure[]): Report {
  const spreads = figures.map(({ kind, whole, next }) => {
    return { kind, whole: spreadOf(whole), slowest: quantile(whole, 0.95), next: spreadOf(next) };
  });
  return {
    title: `changes ${size}: planned, applied, and the next answer`,
    columns: ["change", "with the next answer", "middle half", "19 of 20 within", "of it the answer"],
    rows: spreads.map(({ kind, whole: { median, low, high }, slowest, next }) => [
      kind,
      timeText(median),
      `${timeText(low)} - ${timeText(high)}`,
      timeText(slowest),
      timeText(next.median),
    ]),
    targets: spreads.map(({ kind, whole }) => ({
      what: `${size}: ${kind}`,
      measured: whole.median / 1e3,
      bound: "at most",
      limit: MOST,
      unit: " µs",
    })),
    notes: [],
    figures: spreads,
  };
}
