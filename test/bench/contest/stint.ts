import type { Contender } from "../contenders/contender.ts";
import type { Pace } from "../measuring/pace.ts";

/** One stretch of work; the nanoseconds a query took in it. */
export type Stint = () => number;

/**
 * Warms a contender up and answers its stint. It goes on in the list of queries where it stopped, and takes on so many
 * of them, at least ten, as fill its time.
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
  let each = answer(10) / 10;
  for (let spent = 0; spent < warmUp;) {
    const share = sized(warmUp / 10 / each);
    const took = answer(share);
    each = took / share;
    spent += took;
  }
  const share = sized(stint / each);
  return () => (answer(share) * 1e6) / share;
}

function sized(share: number): number {
  return Math.min(1e7, Math.max(10, Math.round(share)));
}
