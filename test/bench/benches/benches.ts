import { alone } from "./alone.ts";
import { decideBench } from "./decide.ts";
import { gatewayBench } from "./gateway.ts";
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
  explain: {
    about: "a decision with all its causes, near misses and the smallest fix",
    sizes: ["L"],
    run: alone("explain"),
  },
  changes: {
    about: "a grant, a role edit, a subtree move, each with the next right answer",
    sizes: ["L"],
    run: alone("changes"),
  },
  memory: {
    about: "what the rows and the index take, and how long they are in building",
    sizes: ["L"],
    run: alone("memory"),
  },
  visible: {
    about: "the folders where somebody has a permission, without a look at the others",
    sizes: ["L"],
    run: alone("visible"),
  },
  million: {
    about: "a million folders and 100,000 users in one process",
    sizes: ["XL"],
    run: alone("million"),
  },
  gateway: {
    about: "the gateway over HTTP, beside a bare Express route and express.static",
    sizes: ["S"],
    run: gatewayBench,
  },
} as const satisfies Record<string, Bench>;

export type BenchName = keyof typeof benches;

export function isBench(name: string): name is BenchName {
  return Object.hasOwn(benches, name);
}
