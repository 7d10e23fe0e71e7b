import type { Operation } from "../operation.ts";
import { me } from "./me.ts";

/** All that the API can do, each resource in a file of its own. */
export const operations: readonly Operation[] = [...me];
