import type { Event, Group, State } from "@gatefold/core";
import { z } from "zod";
import { demand } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { nameField, nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound, Refusal } from "../http/problems.ts";

const group = z
  .object({ id: z.string(), name: z.string(), members: z.array(z.string()) })
  .meta({ id: "Group" });

const params = z.strictObject({ group: idField });
const userIds = z.array(idField).max(500).default([]);

/** The group, for who runs the account's people. */
function groupOf(view: View, id: string): Group {
  demand(view, "users.manage", null);
  const found = view.state.get("group", id);
  if (!found) throw notFound();
  return found;
}

function mustBeUsers(state: State, ids: readonly string[]): void {
  for (const id of ids) if (!state.get("user", id)) throw notFound();
}

function mustHaveFreeName(state: State, { id, name }: Pick<Group, "id" | "name">): void {
  for (const other of state.all("group")) {
    if (other.id !== id && nameKey(other.name) === nameKey(name)) {
      throw new Refusal("NAME_TAKEN", `There is already a group called "${name}"; choose another name.`);
    }
  }
}

interface Wanted {
  readonly name?: string | undefined;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Who is named in both lists is out. */
function changeOf({ state }: View, before: Group, { name = before.name, add, remove }: Wanted) {
  const { id } = before;
  mustBeUsers(state, add);
  if (name !== before.name) mustHaveFreeName(state, { id, name });
  const gone = before.members.filter((member) => remove.includes(member));
  const come = [...new Set(add)].filter((user) => !before.members.includes(user) && !remove.includes(user));
  const events: Event[] = [
    ...(name === before.name ? [] : [{ type: "group.renamed", id, name } as const]),
    ...gone.map((user) => ({ type: "group.member-removed", id, user }) as const),
    ...come.map((user) => ({ type: "group.member-added", id, user }) as const),
  ];
  const members = [...before.members.filter((member) => !gone.includes(member)), ...come];
  return { events, value: { id, name, members } };
}

export const groups = [
  operation({
    id: "groups.list",
    method: "GET",
    path: "/v1/groups",
    summary: "Groups of users, by name, for who runs the account's people.",
    params: none,
    query: z.strictObject({ cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(group),
    handle({ view, query: { cursor, limit } }) {
      demand(view, "users.manage", null);
      const rows = [...view.state.all("group")];
      return { body: pageBy(rows, { sortKey: ({ name }) => nameKey(name), cursor, limit }) };
    },
  }),

  operation({
    id: "groups.get",
    method: "GET",
    path: "/v1/groups/:group",
    summary: "One group, with its members.",
    params,
    query: none,
    body: null,
    success: 200,
    response: group,
    handle({ view, params: { group: id } }) {
      return { body: groupOf(view, id) };
    },
  }),

  operation({
    id: "groups.create",
    method: "POST",
    path: "/v1/groups",
    summary: "Makes a group; what is granted to it from then on, each of its members holds.",
    params: none,
    query: none,
    body: z.strictObject({ name: nameField, members: userIds }),
    success: 201,
    refuses: ["NAME_TAKEN"],
    response: group,
    async handle({ view: { caller }, body }, { desk, ids }) {
      const row = { id: ids("group"), name: body.name, members: [...new Set(body.members)] };
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "users.manage", null);
        mustBeUsers(view.state, row.members);
        mustHaveFreeName(view.state, row);
        return { events: [{ type: "group.created", group: row }], value: undefined };
      });
      return { body: row, revision };
    },
  }),

  operation({
    id: "groups.change",
    method: "PATCH",
    path: "/v1/groups/:group",
    summary:
      "Renames a group, takes people in and out; all of it or nothing. Who comes in gains what the group holds, so you must hold that, too.",
    params,
    query: none,
    body: z.strictObject({ name: nameField.optional(), add: userIds, remove: userIds }),
    success: 200,
    refuses: ["NAME_TAKEN"],
    response: group,
    async handle({ view: { caller }, params: { group: id }, body }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => changeOf(view, groupOf(view, id), body));
      return { body: value, revision };
    },
  }),

  operation({
    id: "groups.delete",
    method: "DELETE",
    path: "/v1/groups/:group",
    summary: "Deletes a group; what was granted to it ends.",
    params,
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { group: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => ({
        events: [{ type: "group.deleted", id: groupOf(view, id).id }],
        value: undefined,
      }));
      return { body: undefined, revision };
    },
  }),
];
