import type { Event, Role, State } from "@gatefold/core";
import { z } from "zod";
import { demand, seenFolder } from "../access/access.ts";
import { cursorField, idField, limitField, none, textField } from "../http/fields.ts";
import { permissionsMustBeKnown } from "../access/known-permissions.ts";
import { nameField, nameKey } from "../http/names.ts";
import { mutable } from "../account/event-data.ts";
import { operation } from "../http/operation.ts";
import { roleTold } from "../access/readable.ts";
import { holdersMoved } from "./role-holders.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound, Refusal } from "../http/problems.ts";

const role = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.string()),
    folders: z.union([z.literal("all"), z.array(z.string())]),
    allAccess: z.boolean(),
    feature: z.string().nullable(),
  })
  .meta({ id: "Role" });

const body = z.strictObject({
  name: nameField,
  description: textField.default(""),
  permissions: z.array(idField).max(500).default([]),
  folders: z.union([z.literal("all"), z.array(idField).max(500)]).default("all"),
  allAccess: z.boolean().default(false),
  feature: idField.nullable().default(null),
});
const params = z.strictObject({ role: idField });
const at = idField.optional();

/** Who makes roles may read them all; so may who gives them somewhere. */
function mustRead(view: View, place: string | undefined): void {
  if (place === undefined) demand(view, "roles.manage", null);
  else demand(view, "grants.manage", place);
}

function roleOf(state: State, id: string): Role {
  const found = state.get("role", id);
  if (!found) throw notFound();
  return found;
}

/** What the events can't say of themselves: names are free, permissions known, folders the caller's to name. */
function mustBeSound(view: View, row: Role): void {
  const { state } = view;
  permissionsMustBeKnown(state, row.permissions);
  if (row.folders !== "all") for (const folder of row.folders) seenFolder(view, folder);
  mustHaveFreeName(view, row);
}

function mustHaveFreeName({ state }: View, row: Role): void {
  for (const other of state.all("role")) {
    if (other.id !== row.id && nameKey(other.name) === nameKey(row.name)) {
      throw new Refusal("NAME_TAKEN", `There is already a role called "${row.name}"; choose another name.`);
    }
  }
}

function eventsToDelete(
  view: View,
  { id }: Role,
  replacement: string | undefined,
  nextId: () => string,
): Event[] {
  const { state } = view;
  const held = state.find("grantsOfRole", id).length;
  if (replacement !== undefined) {
    if (replacement === id) throw new Refusal("INVALID", "A role can't take its own place; name another.");
    return [...holdersMoved(view, id, roleOf(state, replacement).id, nextId), { type: "role.deleted", id }];
  }
  if (held > 0) {
    const still = held === 1 ? "One grant gives" : `${held} grants give`;
    throw new Refusal(
      "IN_USE",
      `${still} this role; say with "replacement" which role their holders get in its place.`,
      { held },
    );
  }
  return [{ type: "role.deleted", id }];
}

export const roles = [
  operation({
    id: "roles.list",
    method: "GET",
    path: "/v1/roles",
    summary:
      "Roles, for who makes them, or (with `at`) for who gives them at that place: those that are everywhere, or in folders he sees.",
    params: none,
    query: z.strictObject({ at, cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(role),
    handle({ view, query: { at: place, cursor, limit } }) {
      mustRead(view, place);
      const all = [...view.state.all("role")];
      const rows = place === undefined ? all : all.flatMap((row) => roleTold(view, row) ?? []);
      return { body: pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit }) };
    },
  }),

  operation({
    id: "roles.get",
    method: "GET",
    path: "/v1/roles/:role",
    summary: "One role.",
    params,
    query: z.strictObject({ at }),
    body: null,
    success: 200,
    response: role,
    handle({ view, params: { role: id }, query: { at: place } }) {
      mustRead(view, place);
      const found = roleOf(view.state, id);
      const shown = place === undefined ? found : roleTold(view, found);
      if (!shown) throw notFound();
      return { body: shown };
    },
  }),

  operation({
    id: "roles.create",
    method: "POST",
    path: "/v1/roles",
    summary: "Makes a role of permissions, everywhere or in some folders.",
    params: none,
    query: none,
    body,
    success: 201,
    refuses: ["NAME_TAKEN"],
    response: role,
    async handle({ view: { caller }, body: given }, { desk, ids }) {
      const row = { ...given, id: ids("role") };
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "roles.manage", null);
        mustBeSound(view, row);
        return { events: [{ type: "role.created", role: row }], value: undefined };
      });
      return { body: row, revision };
    },
  }),

  operation({
    id: "roles.replace",
    method: "PUT",
    path: "/v1/roles/:role",
    summary: "Says what the role is from now on, for all who hold it.",
    params,
    query: none,
    body,
    success: 200,
    refuses: ["NAME_TAKEN"],
    response: role,
    async handle({ view: { caller }, params: { role: id }, body: given }, { desk }) {
      const row = { ...given, id };
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "roles.manage", null);
        roleOf(view.state, id);
        mustBeSound(view, row);
        return { events: [{ type: "role.changed", role: row }], value: undefined };
      });
      return { body: row, revision };
    },
  }),

  operation({
    id: "roles.copy",
    method: "POST",
    path: "/v1/roles/:role/copy",
    summary: "Makes a role like this one, under another name; nobody holds it yet.",
    params,
    query: none,
    body: z.strictObject({ name: nameField }),
    success: 201,
    refuses: ["NAME_TAKEN"],
    response: role,
    async handle({ view: { caller }, params: { role: id }, body: { name } }, { desk, ids }) {
      const copy = ids("role");
      const { revision, value } = await desk.write(caller, (view) => {
        demand(view, "roles.manage", null);
        const row = { ...mutable(roleOf(view.state, id)), id: copy, name };
        mustHaveFreeName(view, row);
        return { events: [{ type: "role.created", role: row }], value: row };
      });
      return { body: value, revision };
    },
  }),

  operation({
    id: "roles.delete",
    method: "DELETE",
    path: "/v1/roles/:role",
    summary:
      "Deletes a role. While grants give it, `replacement` says which role their holders get in its place.",
    params,
    query: z.strictObject({ replacement: idField.optional() }),
    body: null,
    success: 204,
    refuses: ["IN_USE"],
    response: null,
    async handle({ view: { caller }, params: { role: id }, query: { replacement } }, { desk, ids }) {
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "roles.manage", null);
        const events = eventsToDelete(view, roleOf(view.state, id), replacement, () => ids("grant"));
        return { events, value: undefined };
      });
      return { body: undefined, revision };
    },
  }),
];
