import type { State } from "@gatefold/core";
import { Refusal } from "../http/problems.ts";

/** Throws `PLAN_LIMIT` where the plan counts these things and all are used. Not a permission: it binds everybody. */
export function planMustAllow(state: State, what: string, used: number): void {
  const [account] = state.all("account");
  const limits = account?.plan.limits ?? {};
  const limit = Object.hasOwn(limits, what) ? limits[what] : undefined;
  if (limit === undefined || used < limit) return;
  throw new Refusal(
    "PLAN_LIMIT",
    `The plan has ${limit} ${what}, and all are used; change the plan for more.`,
    { what, used, limit },
  );
}
