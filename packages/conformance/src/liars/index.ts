import type { Target } from "../target.ts";
import { accessLiars } from "./access.ts";
import { declarationLiars } from "./declaration.ts";
import { deliveryLiars } from "./delivery.ts";
import type { Liar } from "./liar.ts";
import { lookLiars } from "./looks.ts";
import { shelfTarget } from "./shelf.ts";

export type { Liar };

/** Passes all thirty. */
export const honest: () => Target = () => shelfTarget();

/** One for each check. */
export const liars: readonly Liar[] = [
  ...declarationLiars,
  ...accessLiars,
  ...deliveryLiars,
  ...lookLiars,
].toSorted((a, b) => a.caughtBy - b.caughtBy);
