import { accesscontrol } from "./accesscontrol.ts";
import { bare } from "./bare.ts";
import { casbin } from "./casbin.ts";
import { casl, caslWithNumbers } from "./casl.ts";
import { cedar } from "./cedar.ts";
import type { Entry } from "./contender.ts";
import { gatefold } from "./gatefold.ts";

/** All who take part, by the name of their entry. */
export const entries = {
  gatefold,
  bare,
  casl,
  caslWithNumbers,
  cedar,
  casbin,
  accesscontrol,
} as const satisfies Record<string, Entry>;

export function isEntry(name: string): name is keyof typeof entries {
  return Object.hasOwn(entries, name);
}
