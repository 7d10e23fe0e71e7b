import type { BuiltInPermission, Override } from "@gatefold/core";
import { z } from "zod";
import { demand } from "../access/access.ts";
import { demandEverywhere } from "../access/everywhere.ts";
import { mayReadOverride } from "../access/readable.ts";
import { cursorField, idField, limitField, none, textField } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";
import { isWindow, windowFields, windowRule, windowShape, withTimes } from "../http/windows.ts";

const override = z
  .object({
    id: z.string(),
    user: z.string(),
    effect: z.enum(["allow", "deny"]),
    permission: z.string(),
    folder: z.string().nullable(),
    ...windowShape,
    reason: z.string(),
    givenBy: z.string().nullable(),
  })
  .meta({ id: "Override" });

const body = z
  .strictObject({
    user: idField,
    effect: z.enum(["allow", "deny"]),
    /** `*`: every permission. */
    permission: idField,
    folder: idField.nullable().default(null),
    ...windowFields,
    reason: textField.default(""),
  })
  .refine(isWindow, windowRule);

function demandAt(view: View, permission: BuiltInPermission, folder: string | null): void {
  if (folder === null) demandEverywhere(view, permission);
  else demand(view, permission, folder);
}

function mustBeKnown({ state }: View, permission: string): void {
  if (permission === "*" || state.get("permission", permission)) return;
  throw invalid([{ path: "body.permission", message: "There is no such permission." }]);
}

export const overrides = [
  operation({
    id: "overrides.list",
    method: "GET",
    path: "/v1/overrides",
    summary: "Overrides at a folder (`at`), or all of the account, for who may explain access there.",
    params: none,
    query: z.strictObject({
      user: idField.optional(),
      at: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(override),
    handle({ view, query: { user, at, cursor, limit } }) {
      demandAt(view, "access.explain", at ?? null);
      const { state } = view;
      const rows = user === undefined ? [...state.all("override")] : state.find("overridesOf", user);
      const keep = (row: Override) => at === undefined || row.folder === at;
      const page = pageBy(rows, { sortKey: (row) => row.id, cursor, limit, keep });
      return { body: { ...page, items: page.items.map(withTimes) } };
    },
  }),

  operation({
    id: "overrides.set",
    method: "POST",
    path: "/v1/overrides",
    summary: "Allows or denies one permission to one user, at a folder or account-wide.",
    params: none,
    query: none,
    body,
    success: 201,
    response: override,
    async handle({ view: { caller }, body: given }, { desk, ids }) {
      const row = { ...given, id: ids("override"), givenBy: caller.principal.user };
      const { revision } = await desk.write(caller, (view) => {
        demandAt(view, "overrides.manage", row.folder);
        mustBeKnown(view, row.permission);
        return { events: [{ type: "override.set", override: row }], value: undefined };
      });
      return { body: withTimes(row), revision };
    },
  }),

  operation({
    id: "overrides.end",
    method: "POST",
    path: "/v1/overrides/:override/end",
    summary: "Takes an override away again.",
    params: z.strictObject({ override: idField }),
    query: none,
    body: z.strictObject({ reason: textField.default("") }),
    success: 200,
    response: override,
    async handle({ view: { caller }, params: { override: id }, body: { reason } }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        const row = view.state.get("override", id);
        if (!row || !mayReadOverride(view, row)) throw notFound();
        demandAt(view, "overrides.manage", row.folder);
        return { events: [{ type: "override.ended", id, reason }], value: row };
      });
      return { body: withTimes(value), revision };
    },
  }),
];
