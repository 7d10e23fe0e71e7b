import type { Chance } from "../bench/world/random.ts";
import { aboutPoint, isPoint, type PointName, pointsOf, type StoreKind } from "./points.ts";

/** Where so many lives are to end: all points in an order by chance, again and again, each after what it needs. */
export function planOf(store: StoreKind, kills: number, chance: Chance): PointName[] {
  const all = pointsOf(store);
  const plan: PointName[] = [];
  while (plan.length < kills) {
    for (const index of chance.some(all.length, all.length)) {
      const point = all[index];
      if (point) plan.push(...(aboutPoint(point).after ?? []).filter(isPoint), point);
    }
  }
  return plan.slice(0, Math.max(kills, 0));
}
