import type { Form } from "../contenders/contender.ts";
import type { PaceName } from "../measuring/pace.ts";
import type { Size } from "../world/world.ts";

/** What a contestant is told. */
export type Call =
  | { readonly kind: "enter"; readonly entry: string; readonly size: Size; readonly pace: PaceName }
  | { readonly kind: "stint"; readonly contender: number };

/** What a contestant says. */
export type Report =
  | { readonly kind: "ready"; readonly members: readonly Member[]; readonly built: number }
  | { readonly kind: "time"; readonly nanoseconds: number };

/** A contender of an entry; `right`: it gave the right answer to each query, and so is timed. */
export interface Member {
  readonly name: string;
  readonly form: Form;
  readonly manner: string;
  readonly right: boolean;
}
