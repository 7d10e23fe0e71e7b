import type { Grant, State } from "@gatefold/core";
import { z } from "zod";
import { demand, pathOf } from "../access/access.ts";
import { demandEverywhere } from "../access/everywhere.ts";
import { mayReadGrant, placesOf } from "../access/readable.ts";
import { cursorField, idField, limitField, none, textField } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { isWindow, windowFields, windowRule, windowShape, withTimes } from "../http/windows.ts";

const grant = z
  .object({
    id: z.string(),
    user: z.string().nullable(),
    group: z.string().nullable(),
    role: z.string(),
    folders: z.array(z.string()).nullable(),
    asset: z.string().nullable(),
    collection: z.string().nullable(),
    ...windowShape,
    reason: z.string(),
    givenBy: z.string().nullable(),
    /** The grant it counts and ends with; null: it stands by itself. */
    livesBy: z.string().nullable(),
  })
  .meta({ id: "Grant" });

function shown(row: Grant) {
  return withTimes({ ...row, livesBy: row.livesBy ?? null });
}

const body = z
  .strictObject({
    user: idField.nullable().default(null),
    group: idField.nullable().default(null),
    role: idField,
    folders: z.array(idField).min(1).max(500).nullable().default(null),
    asset: idField.nullable().default(null),
    collection: idField.nullable().default(null),
    ...windowFields,
    reason: textField.default(""),
  })
  .refine(({ user, group }) => (user === null) !== (group === null), {
    path: ["user"],
    message: "A grant goes to a user or to a group: name exactly one.",
  })
  .refine(({ folders, asset, collection }) => [folders, asset, collection].filter(Boolean).length <= 1, {
    path: ["folders"],
    message: "A grant is narrowed to folders, one asset or a collection: name one of them.",
  })
  .refine(isWindow, windowRule);

/** Before anything else is looked at: places that are hidden read as missing, and the right to give is asked there. */
function demandToGive(view: View, narrowing: Parameters<typeof placesOf>[1]): void {
  const places = placesOf(view.state, narrowing);
  if (places === null || places.length === 0) return demandEverywhere(view, "grants.manage");
  for (const place of places) demand(view, "grants.manage", place);
}

/** Would this grant, looked at alone, reach this place? One on a collection is also about the folder that it lives in. */
function reaches(state: State, row: Grant, place: string): boolean {
  const asset = state.get("asset", place);
  const above = new Set(pathOf(state, asset?.folder ?? place).map(({ id }) => id));
  const role = state.get("role", row.role);
  const within = (folders: readonly string[]) => folders.some((folder) => above.has(folder));
  if (!role || (role.folders !== "all" && !within(role.folders))) return false;
  if (row.asset !== null) return row.asset === place;
  if (row.collection !== null) {
    const collection = state.get("collection", row.collection);
    return collection !== undefined && (collection.folder === place || collection.assets.includes(place));
  }
  return row.folders === null || within(row.folders);
}

export const grants = [
  operation({
    id: "grants.list",
    method: "GET",
    path: "/v1/grants",
    summary:
      "Grants that reach a place (`at`), or are on a collection that lives there, or all of the account, for who may explain access there.",
    params: none,
    query: z.strictObject({
      user: idField.optional(),
      at: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(grant),
    handle({ view, query: { user, at, cursor, limit } }) {
      if (at === undefined) demandEverywhere(view, "access.explain");
      else demand(view, "access.explain", at);
      const { state } = view;
      const rows = user === undefined ? [...state.all("grant")] : state.find("grantsOfUser", user);
      const keep = (row: Grant) => at === undefined || reaches(state, row, at);
      const page = pageBy(rows, { sortKey: (row) => row.id, cursor, limit, keep });
      return { body: { ...page, items: page.items.map(shown) } };
    },
  }),

  operation({
    id: "grants.give",
    method: "POST",
    path: "/v1/grants",
    summary: "Gives a role to a user or a group, perhaps in some folders and for some time only.",
    params: none,
    query: none,
    body,
    success: 201,
    response: grant,
    async handle({ view: { caller }, body: given }, { desk, ids }) {
      const row = { ...given, id: ids("grant"), givenBy: caller.principal.user };
      const { revision } = await desk.write(caller, (view) => {
        demandToGive(view, row);
        return { events: [{ type: "grant.given", grant: row }], value: undefined };
      });
      return { body: shown(row), revision };
    },
  }),

  operation({
    id: "grants.end",
    method: "POST",
    path: "/v1/grants/:grant/end",
    summary: "Takes a role away again.",
    params: z.strictObject({ grant: idField }),
    query: none,
    body: z.strictObject({ reason: textField.default("") }),
    success: 200,
    response: grant,
    async handle({ view: { caller }, params: { grant: id }, body: { reason } }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        const row = view.state.get("grant", id);
        if (!row || !mayReadGrant(view, row)) throw notFound();
        demandToGive(view, row);
        return { events: [{ type: "grant.ended", id, reason }], value: row };
      });
      return { body: shown(value), revision };
    },
  }),
];
