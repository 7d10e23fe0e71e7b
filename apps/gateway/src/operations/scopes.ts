import {
  flatScope,
  type FolderPosition,
  foldersIn,
  isNowhere,
  list,
  listAs,
  type Listed,
  nowhere,
  seenPart,
  type Sight,
  type State,
} from "@gatefold/core";
import { z } from "zod";
import type { AsOf, Pasts } from "../account/pasts.ts";
import { sees, sightFor } from "../access/access.ts";
import { demandEverywhere, demandThroughout } from "../access/everywhere.ts";
import { pastFor } from "../access/past.ts";
import type { View } from "../access/view.ts";
import { asOfField } from "../http/as-of.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import { cursorFrom, foreignCursor, pageBy, pageOf, readCursor } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";

const listed = z.object({
  /** Permissions that may be used in the same places. */
  permissions: z.array(z.string()),
  /** `workspace`: at exactly the folders of `include`, not below them. `account`: not asked at a place. */
  level: z.enum(["folder", "workspace", "account"]),
  /** Wherever no folder of `include` or `except` is nearer above. */
  everywhere: z.boolean(),
  /** Folders where it begins, with all below. */
  include: z.array(z.string()),
  /** Folders where it ends, with all below. */
  except: z.array(z.string()),
  /** Assets besides, whose folder is not among those. */
  assets: z.array(z.string()),
  /** What each asset must be. */
  gates: z.object({ approved: z.boolean(), unexpired: z.boolean() }),
});

interface Asked {
  readonly user?: string | undefined;
  readonly at?: string | undefined;
  readonly permission?: string | undefined;
}

const about = { user: idField.optional(), at: idField.optional(), asOf: asOfField.optional() };

/**
 * About the caller himself: what his key may do, and of that what he sees. About another: all of it, for who may explain
 * access at every place it is about.
 */
function askedFor(view: View, asked: Asked): { listed: Listed[]; sight: Sight | undefined } {
  const { caller, state, now } = view;
  const { user = caller.principal.user, at, permission } = asked;
  mustKnow(state, permission);
  if (user !== caller.principal.user) {
    if (at === undefined) demandEverywhere(view, "access.explain");
    else demandThroughout(view, "access.explain", at);
    if (!state.get("user", user)) throw notFound();
    return { listed: list(state, user, { at, permission, now }), sight: undefined };
  }
  if (at !== undefined && !sees(view, at)) throw notFound();
  const sight = sightFor(view);
  const rows = listAs(state, caller.principal, { at, permission, now });
  const told = rows.map(({ permissions, scope }) => ({ permissions, scope: seenPart(scope, sight) }));
  return { listed: told.filter(({ scope }) => !isNowhere(scope)), sight };
}

/** As of a day all of it is told, of whomever, so it is for who may explain access everywhere. */
async function askedThen(
  view: View,
  { asOf, ...asked }: Asked & { readonly asOf?: AsOf | undefined },
  pasts: Pasts,
): Promise<{ state: State; listed: Listed[]; sight: Sight | undefined }> {
  if (asOf === undefined) return { state: view.state, ...askedFor(view, asked) };
  const { state, now } = await pastFor(view, null, asOf, "query", pasts);
  const { user = view.caller.principal.user, at, permission } = asked;
  mustKnow(state, permission);
  const isThere = at === undefined || (state.get("folder", at) ?? state.get("asset", at)) !== undefined;
  if (!isThere || !state.get("user", user)) throw notFound();
  return { state, listed: list(state, user, { at, permission, now }), sight: undefined };
}

function mustKnow(state: State, permission: string | undefined): void {
  if (permission === undefined || state.get("permission", permission)) return;
  throw invalid([{ path: "query.permission", message: "There is no such permission." }]);
}

const shown = ({ row: { permissions, scope } }: { readonly row: Listed }) => ({
  permissions,
  ...flatScope(scope),
});

export const scopes = [
  operation({
    id: "scopes.list",
    method: "GET",
    path: "/v1/scopes",
    summary:
      "What the caller (or, for who may explain access, another `user`) may do where, now: in all of the account, or `at` one place and below. With `asOf`: then, for who may explain access everywhere.",
    params: none,
    query: z.strictObject({
      ...about,
      permission: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(listed),
    async handle({ view, query: { cursor, limit, ...asked } }, { pasts }) {
      const { listed: found } = await askedThen(view, asked, pasts);
      const rows = found.map((row) => ({ id: row.permissions.join(" "), row }));
      const page = pageBy(rows, { sortKey: ({ id }) => id, cursor, limit });
      return { body: { ...page, items: page.items.map(shown) } };
    },
  }),

  operation({
    id: "scopes.folders",
    method: "GET",
    path: "/v1/scopes/folders",
    summary:
      "The folders in which the caller (or another `user`, as above) may use a permission: each after the one it is in, by name.",
    params: none,
    query: z.strictObject({ ...about, permission: idField, cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(z.object({ id: z.string(), parent: z.string().nullable(), name: z.string() })),
    async handle({ view, query: { cursor, limit, ...asked } }, { pasts }) {
      const found = await askedThen(view, asked, pasts);
      const page = foldersIn(found.state, found.listed[0]?.scope ?? nowhere, {
        after: cursor === undefined ? null : positionFrom(cursor),
        limit,
        sortKey: nameKey,
        ...(found.sight ? { sight: found.sight } : {}),
      });
      if (!page) throw foreignCursor();
      const { folders, next } = page;
      return { body: { items: folders, next: next && cursorFrom([next.parent, next.name, next.id]) } };
    },
  }),
];

const position = z.tuple([z.string().nullable(), z.string(), z.string()]);

function positionFrom(cursor: string): FolderPosition {
  const [parent, name, id] = readCursor(cursor, position);
  return { parent, name, id };
}
