import type { Event, State, User } from "@gatefold/core";
import type { Plan } from "./desk.ts";

/** What is left of a person: an id, under names that say no more than that. */
export function erasedUser({ id, kind }: User): User {
  const username = `erased-${id.replace(/^usr_/, "").toLowerCase()}`.slice(0, 64);
  return { id, kind, username, name: "Erased person", email: null, status: "suspended" };
}

/**
 * Ends all that a person holds and what they came in with, leaves their id in place of their names, and empties the texts
 * of the journal that are about them.
 */
export function erasureOf(state: State, user: User): Plan<User> {
  const erased = erasedUser(user);
  const { id, username, name, email } = erased;
  const keys = state.find("keysOf", id).map((key) => key.id);
  const events: Event[] = [
    // First, so that nothing that ends below gives anything meanwhile.
    ...(user.status === "active" ? [{ type: "user.status-set", id, status: "suspended" } as const] : []),
    ...keys.map((key) => ({ type: "key.revoked", id: key }) as const),
    ...ownGrants(state, id).map((grant) => ({ type: "grant.ended", id: grant, reason: "" }) as const),
    ...state
      .find("groupsOf", id)
      .map((group) => ({ type: "group.member-removed", id: group.id, user: id }) as const),
    ...state
      .find("overridesOf", id)
      .map(({ id: one }) => ({ type: "override.ended", id: one, reason: "" }) as const),
    { type: "user.changed", id, username, name, email },
  ];
  return { events, erasure: { user: id, keys }, value: erased };
}

/** His grants but those that live by another of them, which end with it. */
function ownGrants(state: State, user: string): string[] {
  const own = state.find("grantsOfUser", user);
  const ids = new Set(own.map(({ id }) => id));
  const endsWithAnother = (livesBy: string | undefined): boolean => {
    for (let above = livesBy; above !== undefined; above = state.get("grant", above)?.livesBy) {
      if (ids.has(above)) return true;
    }
    return false;
  };
  return own.filter(({ livesBy }) => !endsWithAnother(livesBy)).map(({ id }) => id);
}
