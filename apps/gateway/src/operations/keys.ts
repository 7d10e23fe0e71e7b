import type { ApiKey, Millis } from "@gatefold/core";
import { z } from "zod";
import { demand, may, seenFolder, sees } from "../access/access.ts";
import { createKeySecret } from "../access/bearer.ts";
import { cursorField, idField, isoTime, limitField, none, time, timeField } from "../http/fields.ts";
import { permissionsMustBeKnown } from "../access/known-permissions.ts";
import { nameField, nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";

const key = z
  .object({
    id: z.string(),
    owner: z.string(),
    name: z.string(),
    permissions: z.array(z.string()).nullable(),
    folders: z.array(z.string()).nullable(),
    connections: z.array(z.string()).nullable(),
    until: time.nullable(),
    /** To the minute; null where it never was. */
    lastUsed: time.nullable(),
  })
  .meta({ id: "Key" });

const scope = z.array(idField).max(500).nullable().default(null);

function shown(row: ApiKey, lastUsed: Millis | null = null) {
  return { ...row, until: isoTime(row.until), lastUsed: isoTime(lastUsed) };
}

function keyOf(view: View, id: string): ApiKey {
  const row = view.state.get("key", id);
  if (!row || (!isMine(view, row.owner) && !may(view, "keys.manage", null))) throw notFound();
  return row;
}

/** Keys of one's own need nothing further; those of others are for who manages keys. */
function isMine({ caller }: View, owner: string): boolean {
  return owner === caller.principal.user;
}

function scopeMustBeKnown(view: View, { permissions, folders, connections, until }: ApiKey): void {
  const { state, now } = view;
  for (const folder of folders ?? []) seenFolder(view, folder);
  for (const id of connections ?? []) {
    const connection = state.get("connection", id);
    if (!connection || (connection.folder !== null && !sees(view, connection.folder))) throw notFound();
  }
  permissionsMustBeKnown(state, permissions ?? []);
  if (until !== null && until <= now) {
    throw invalid([{ path: "body.until", message: "A key must end in the future." }]);
  }
}

export const keys = [
  operation({
    id: "keys.list",
    method: "GET",
    path: "/v1/keys",
    summary: "The caller's API keys, or (with `owner`) another's, for who manages keys. Never their secrets.",
    params: none,
    query: z.strictObject({ owner: idField.optional(), cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(key),
    async handle({ view, query: { owner = view.caller.principal.user, cursor, limit } }, { keyUses }) {
      if (!isMine(view, owner)) demand(view, "keys.manage", null);
      if (!view.state.get("user", owner)) throw notFound();
      const rows = view.state.find("keysOf", owner);
      const page = pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit });
      const uses = await keyUses.of(
        view.caller.principal.account,
        page.items.map(({ id }) => id),
      );
      return { body: { ...page, items: page.items.map((row) => shown(row, uses.get(row.id))) } };
    },
  }),

  operation({
    id: "keys.create",
    method: "POST",
    path: "/v1/keys",
    summary: "Makes an API key of the caller's, or of another's. Its token is answered this once.",
    params: none,
    query: none,
    body: z.strictObject({
      name: nameField,
      owner: idField.optional(),
      permissions: scope,
      folders: scope,
      connections: scope,
      until: timeField.nullable().default(null),
    }),
    success: 201,
    answersSecret: true,
    response: z.object({ key, token: z.string() }),
    async handle(
      { view: { caller }, body: { owner = caller.principal.user, ...rest } },
      { desk, ids, random },
    ) {
      const row = { ...rest, owner, id: ids("key") };
      const { token, hash } = createKeySecret(row.id, random);
      const { revision } = await desk.write(caller, (view) => {
        if (!isMine(view, owner)) demand(view, "keys.manage", null);
        if (!view.state.get("user", owner)) throw notFound();
        scopeMustBeKnown(view, row);
        return {
          events: [{ type: "key.created", key: row }],
          keySecret: { key: row.id, hash },
          value: undefined,
        };
      });
      return { body: { key: shown(row), token }, revision };
    },
  }),

  operation({
    id: "keys.roll",
    method: "POST",
    path: "/v1/keys/:key/roll",
    summary:
      "Gives an API key a new secret, answered this once; the one before stays good for `overlapSeconds`, so that programs can be told one by one. Asks what making the key would ask.",
    params: z.strictObject({ key: idField }),
    query: none,
    body: z.strictObject({
      overlapSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * 24 * 3600)
        .default(3600),
    }),
    success: 200,
    answersSecret: true,
    response: z.object({ key, token: z.string(), previousUntil: time }),
    async handle({ view, params: { key: id }, body: { overlapSeconds } }, { desk, random }) {
      const { token, hash } = createKeySecret(id, random);
      const { revision, value } = await desk.write(view.caller, (fresh) => {
        const row = keyOf(fresh, id);
        const previousUntil = fresh.now + overlapSeconds * 1000;
        return {
          events: [{ type: "key.rolled", id, previousUntil }],
          keySecret: { key: id, hash, previousUntil },
          value: { key: shown(row), previousUntil: isoTime(previousUntil) },
        };
      });
      return { body: { ...value, token }, revision };
    },
  }),

  operation({
    id: "keys.revoke",
    method: "DELETE",
    path: "/v1/keys/:key",
    summary: "Ends an API key at once.",
    params: z.strictObject({ key: idField }),
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { key: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => {
        keyOf(view, id);
        return {
          events: [{ type: "key.revoked", id }],
          keySecret: { key: id, hash: null },
          value: undefined,
        };
      });
      return { body: undefined, revision };
    },
  }),
];
