import type { Event, EventType } from "../state/events.ts";
import type { State } from "../state/state.ts";

type Touched<Type extends EventType> = (
  event: Extract<Event, { type: Type }>,
  before: State,
) => readonly string[];

/**
 * Under which keys an event is remembered as the last that touched what an answer may rest on: `grant/ID`, `role/ID`,
 * `member/GROUP/USER` and so on. `before`: the state it happens in.
 */
export function keysTouched(event: Event, before: State): readonly string[] {
  return (touched[event.type] as Touched<EventType> | undefined)?.(event, before) ?? [];
}

export function memberKey(group: string, user: string): string {
  return `member/${group}/${user}`;
}

const touched: { readonly [Type in EventType]?: Touched<Type> } = {
  "grant.given": ({ grant }) => [`grant/${grant.id}`],
  "override.set": ({ override }) => [`override/${override.id}`],
  "role.created": ({ role }) => [`role/${role.id}`],
  "role.changed": ({ role }) => [`role/${role.id}`],
  "group.created": ({ group }) => group.members.map((user) => memberKey(group.id, user)),
  "group.member-added": ({ id, user }) => [memberKey(id, user)],
  "folder.moved": ({ id }) => [`moved/${id}`],
  "folder.restriction-set": ({ id }) => [`restriction/${id}`],
  "asset.moved": ({ id }) => [`moved/${id}`],
  "asset.versioned": ({ id, approved }) => (approved === false ? [`approval/${id}`] : []),
  "asset.approval-set": ({ id }) => [`approval/${id}`],
  "asset.expiry-set": ({ id }) => [`expiry/${id}`],
  "user.status-set": ({ id }) => [`status/${id}`],
  "account.status-set": () => ["account"],
  "plan.set": () => ["plan"],
  "connection.created": ({ connection }) => [`connector/${connection.connector}`],
  "connection.changed": ({ connection }) => [`connector/${connection.connector}`],
  "connection.removed": ({ id }, before) => {
    const connector = before.get("connection", id)?.connector;
    return connector === undefined ? [] : [`connector/${connector}`];
  },
};
