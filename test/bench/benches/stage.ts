import type { Solo, SoloBench } from "./alone.ts";
import { changes } from "./changes.ts";
import { explaining } from "./explain.ts";
import { memory } from "./memory.ts";
import { million } from "./million.ts";
import type { PaceName } from "../measuring/pace.ts";
import { visible } from "./visible.ts";
import type { Size } from "../world/world.ts";

/** Where a bench runs alone: its name, size and pace are the arguments, and its report is sent to whoever began it. */
const benches: Readonly<Record<Solo, SoloBench>> = { changes, explain: explaining, memory, million, visible };

const [name, size, pace] = process.argv.slice(2) as [Solo, Size, PaceName];
process.send?.(await benches[name](size, pace));
