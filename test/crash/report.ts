import { type PointName, pointsOf, type StoreKind } from "./points.ts";
import type { Outcome } from "./trial.ts";

/** How often a gateway was killed where, a line each, in the order in which a life comes by the points. */
export function tableOf(store: StoreKind, seed: number, { kills, ...outcome }: Outcome): string {
  const rows = pointsOf(store).map((point) => `${String(kills.get(point) ?? 0).padStart(6)}  ${point}`);
  const sum = [...kills.values()].reduce((all, times) => all + times, 0);
  const { lives, acknowledged, deliveries, wrong } = outcome;
  return [
    `${store}: ${sum} kills in ${lives} lives, seed ${seed}`,
    ...rows,
    `${acknowledged} changes were acknowledged and ${deliveries} deliveries asked for; ${wrong.length || "nothing"} is wrong.`,
    ...wrong,
  ].join("\n");
}

/** Points at which it was never killed. */
export function missed(store: StoreKind, { kills }: Outcome): PointName[] {
  return pointsOf(store).filter((point) => !kills.has(point));
}
