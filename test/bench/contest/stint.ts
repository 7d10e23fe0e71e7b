import type { Contender } from "../contenders/contender.ts";
import type { Pace } from "../measuring/pace.ts";
import { quantile } from "../measuring/statistics.ts";

/** One stretch of work; the nanoseconds a query took in it. */
export type Stint = () => number;

/** Milliseconds: shorter than the turns that a system gives to processes. */
const SLICE = 1;

/**
 * Warms a contender up and answers its stint. It goes on in the list of queries where it stopped. A stint is measured in
 * slices, of which the middle one counts: one in which another process had its turn falls out. So does one in which
 * garbage was collected, in favour of who makes some.
 */
export function stintOf(contender: Pick<Contender, "run">, queries: number, { warmUp, stint }: Pace): Stint {
  let next = 0;
  const answer = (share: number) => {
    const start = performance.now();
    for (let left = share; left > 0;) {
      const to = Math.min(queries, next + left);
      contender.run(next, to);
      left -= to - next;
      next = to === queries ? 0 : to;
    }
    return performance.now() - start;
  };
  let share = 8;
  const slices = (milliseconds: number) => {
    const times: number[] = [];
    for (let spent = 0; spent < milliseconds;) {
      const took = answer(share);
      times.push(took / share);
      spent += took;
    }
    return quantile(times, 0.5);
  };
  for (let step = 0; step < 10; step += 1) {
    share = Math.max(8, Math.round(SLICE / slices(warmUp / 10)));
  }
  return () => slices(stint) * 1e6;
}
