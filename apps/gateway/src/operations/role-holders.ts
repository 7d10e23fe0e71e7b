import type { Event, Grant } from "@gatefold/core";
import type { View } from "../access/view.ts";
import { mutable } from "../account/event-data.ts";

/**
 * Everybody who holds a role holds another in its place, where and as long as he held this one; grants that are over are not
 * taken along. What creators get moves, too. Other grants that live by one of these end with it: the right they rest on does.
 */
export function holdersMoved(
  { caller, state, now }: View,
  from: string,
  to: string,
  nextId: () => string,
): Event[] {
  const old = byLife(state.find("grantsOfRole", from));
  const live = old.filter(({ until }) => until === null || now < until);
  const newId = new Map(live.map(({ id }) => [id, nextId()]));
  const given = live.map((grant): Event => {
    const livesBy = grant.livesBy === undefined ? {} : { livesBy: newId.get(grant.livesBy) ?? grant.livesBy };
    const moved = {
      id: newId.get(grant.id) ?? grant.id,
      role: to,
      givenBy: caller.principal.user,
      ...livesBy,
    };
    return { type: "grant.given", grant: { ...mutable(grant), ...moved } };
  });
  // Those that live by others first, since they would end with them.
  const ended = old.toReversed().map(({ id }): Event => ({ type: "grant.ended", id, reason: "" }));
  const isCreators = state.get("account", caller.principal.account)?.creatorRole === from;
  return [
    ...given,
    ...ended,
    ...(isCreators ? [{ type: "account.creator-role-set", role: to } as const] : []),
  ];
}

/** Each after those of them that it lives by. */
function byLife(grants: readonly Grant[]): Grant[] {
  const rest = new Map(grants.map((grant) => [grant.id, grant]));
  const ordered: Grant[] = [];
  const place = (grant: Grant) => {
    if (!rest.delete(grant.id)) return;
    const by = rest.get(grant.livesBy ?? "");
    if (by) place(by);
    ordered.push(grant);
  };
  for (const grant of grants) place(grant);
  return ordered;
}
