import { type BuiltInPermission, type Creator, grantToCreateBy } from "@gatefold/core";
import type { View } from "./view.ts";

/**
 * Who is credited with what the caller makes there (null: at the account), where the account has a role for creators:
 * the part of the event that says so, else nothing of it. `grant`: the id of what he gets.
 */
export function creditFor(
  { caller, state, now }: View,
  permission: BuiltInPermission,
  at: string | null,
  grant: string,
): { readonly creator?: Creator } {
  const { user } = caller.principal;
  const livesBy = grantToCreateBy(state, { user, permission, at, now });
  return livesBy === undefined ? {} : { creator: { user, grant, livesBy } };
}
