import type { Names } from "../decisions/sentences.ts";
import type { Event, EventType } from "../state/events.ts";
import type { State } from "../state/state.ts";

type Words<Type extends EventType> = (
  event: Extract<Event, { type: Type }>,
  names: Names,
  state: State,
) => string;

/** What was done, in words that go after a name: `gave Bea Novak the role "Publisher"`. */
export function wordsOf(event: Event, state: State, names: Names): string {
  const words = phrases[event.type] as Words<EventType> | undefined;
  return words ? words(event, names, state) : "changed something";
}

/** Those that an answer can rest on. */
const phrases: { readonly [Type in EventType]?: Words<Type> } = {
  "grant.given": ({ grant: { user, group, role } }, names, state) =>
    `gave ${user === null ? groupNamed(state, group ?? "") : names("user", user)} the role "${names("role", role)}"`,
  "override.set": ({ override: { user, effect, permission } }, names) => {
    const what = permission === "*" ? "every permission" : permission;
    return effect === "allow"
      ? `allowed ${names("user", user)} ${what}`
      : `denied ${names("user", user)} ${what}`;
  },
  "role.created": ({ role }) => `made the role "${role.name}"`,
  "role.changed": ({ role }) => `changed the role "${role.name}"`,
  "group.created": ({ group }) => `made the group "${group.name}"`,
  "group.member-added": ({ id, user }, names, state) =>
    `put ${names("user", user)} into ${groupNamed(state, id)}`,
  "folder.moved": ({ id }, names) => `moved the folder "${names("place", id)}"`,
  "folder.restriction-set": ({ id, restricted }, names) =>
    `${restricted ? "restricted" : "lifted the restriction of"} the folder "${names("place", id)}"`,
  "asset.moved": ({ id }, names) => `moved "${names("place", id)}"`,
  "asset.versioned": ({ id }, names) =>
    `replaced the picture "${names("place", id)}", which was not approved anew`,
  "asset.approval-set": ({ id, approved }, names) =>
    `${approved ? "approved" : "took back the approval of"} "${names("place", id)}"`,
  "asset.expiry-set": ({ id }, names) => `said when "${names("place", id)}" expires`,
  "user.status-set": ({ id, status }, names) =>
    `${status === "active" ? "let in" : "suspended"} ${names("user", id)}`,
  "account.status-set": ({ status }) => `${status === "active" ? "opened" : "suspended"} the account`,
  "plan.set": () => "changed the plan",
  "connection.created": ({ connection }) => `connected ${connection.connector}`,
  "connection.changed": ({ connection }) => `changed a connection to ${connection.connector}`,
  "connection.removed": () => "removed the connection",
};

function groupNamed(state: State, id: string): string {
  return `the group "${state.get("group", id)?.name || id}"`;
}
