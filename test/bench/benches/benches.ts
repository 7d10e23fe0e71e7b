import { decideBench } from "./decide.ts";
import type { PaceName } from "../measuring/pace.ts";
import type { Report } from "../report/report.ts";
import type { Size } from "../world/world.ts";

export interface Bench {
  readonly about: string;
  readonly sizes: readonly Size[];
  run(size: Size, pace: PaceName): Promise<Report>;
}

export const benches = {
  decide: {
    about: "a check, beside CASL, casbin, Cedar, accesscontrol and an index without features",
    sizes: ["S", "M", "L"],
    run: decideBench,
  },
} as const satisfies Record<string, Bench>;

export type BenchName = keyof typeof benches;

export function isBench(name: string): name is BenchName {
  return Object.hasOwn(benches, name);
}
