import { isDeepStrictEqual } from "node:util";
import { type Connector, type Host, parseSecrets, parseSettings } from "@gatefold/connector-sdk";
import type { Connection, Event } from "@gatefold/core";
import { z } from "zod";
import { seenAsset, seenFolder } from "../access/access.ts";
import {
  connectionsServing,
  demandManage,
  mayManage,
  seenConnection,
  seesConnection,
} from "../account/connections.ts";
import { withSecrets } from "../delivery/hosts.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { planMustAllow } from "../access/limits.ts";
import { nameField, nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { given } from "../http/patches.ts";
import { platformRefusals, Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { invalid } from "../http/validation.ts";

const form = z
  .object({
    id: z.string(),
    connector: z.string(),
    name: z.string(),
    /** The folder it lives at: it serves that and all below. Null: everything. */
    folder: z.string().nullable(),
    /** For who manages it; null for the rest. Credentials never come back. */
    settings: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: "Connection" });

const listed = form.omit({ settings: true });

const params = z.strictObject({ connection: idField });
const values = z.record(z.string(), z.unknown());

const creation = z.strictObject({
  connector: idField,
  name: nameField,
  folder: idField.nullable(),
  settings: values.default({}),
  secrets: values,
});

const change = z
  .strictObject({
    name: nameField.optional(),
    folder: idField.nullable().optional(),
    /** All of them, as they are to be. */
    settings: values.optional(),
    secrets: values.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Say what is to be changed.");

export const connections = [
  operation({
    id: "connections.list",
    method: "GET",
    path: "/v1/connections",
    summary: "Connections that serve something you see; with `folder` or `asset`, those that serve it.",
    params: none,
    query: z.strictObject({
      folder: idField.optional(),
      asset: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(listed),
    handle({ view, query: { folder, asset, cursor, limit } }) {
      const page = pageBy(rowsAt(view, folder, asset), {
        sortKey: (row) => nameKey(row.name),
        cursor,
        limit,
        // What serves a thing that is seen may be seen.
        keep: (row) => asset !== undefined || seesConnection(view, row),
      });
      return { body: page };
    },
  }),

  operation({
    id: "connections.get",
    method: "GET",
    path: "/v1/connections/:connection",
    summary: "One connection.",
    params,
    query: none,
    body: null,
    success: 200,
    response: form,
    handle({ view, params: { connection: id } }) {
      return { body: shown(view, seenConnection(view, id)) };
    },
  }),

  operation({
    id: "connections.create",
    method: "POST",
    path: "/v1/connections",
    summary: "Connects a platform's account to a folder and all below it, or (folder null) to everything.",
    params: none,
    query: none,
    body: creation,
    success: 201,
    refuses: ["PLAN_LIMIT", "CONNECTOR_CONFIG"],
    response: form,
    async handle({ view: { caller }, body }, services) {
      const { desk, ids } = services;
      const id = ids("connection");
      const { revision, value } = await desk.write(caller, (view) => {
        demandManage(view, body);
        planMustAllow(view.state, "connections", view.state.count("connection"));
        const { connector } = hostOf(services, body.connector);
        const { name, folder } = body;
        const settings = parseSettings(connector, body.settings);
        const connection = { id, connector: connector.meta.id, folder, name, settings };
        return {
          events: [{ type: "connection.created", connection }],
          sealed: { connection: id, secrets: parseSecrets(connector, body.secrets) },
          value: shown(view, connection),
        };
      });
      return { body: value, revision };
    },
  }),

  operation({
    id: "connections.change",
    method: "PATCH",
    path: "/v1/connections/:connection",
    summary: "Changes a connection's name, place, settings or credentials.",
    params,
    query: none,
    body: change,
    success: 200,
    refuses: ["SECRETS_NEEDED", "CONNECTOR_CONFIG"],
    response: form,
    async handle({ view: { caller }, params: { connection: id }, body }, services) {
      const { revision, value } = await services.desk.write(caller, (view) =>
        planChange(view, services, id, body),
      );
      return { body: value, revision };
    },
  }),

  operation({
    id: "connections.delete",
    method: "DELETE",
    path: "/v1/connections/:connection",
    summary: "Ends a connection and forgets its credentials. What was delivered stays on the platform.",
    params,
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { connection: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => {
        demandManage(view, seenConnection(view, id));
        return {
          events: [{ type: "connection.removed", id }],
          sealed: { connection: id, secrets: null },
          value: undefined,
        };
      });
      return { body: undefined, revision };
    },
  }),

  operation({
    id: "connections.verify",
    method: "POST",
    path: "/v1/connections/:connection/verify",
    summary: "Asks the platform whether the credentials are good, and whose account they open.",
    params,
    query: none,
    body: null,
    success: 200,
    does: "read",
    refuses: ["SECRETS_NEEDED", ...platformRefusals],
    response: z.object({ account: z.object({ id: z.string(), name: z.string() }) }),
    async handle({ view, params: { connection: id } }, services) {
      const connection = seenConnection(view, id);
      demandManage(view, connection);
      const host = hostOf(services, connection.connector);
      const { secrets } = services.store;
      const hosted = await withSecrets(secrets, view.caller.principal.account, connection);
      if (!hosted)
        throw new Refusal(
          "SECRETS_NEEDED",
          "The connection has no credentials that can be opened; give them anew.",
        );
      return { body: { account: await host.verify(hosted) } };
    },
  }),
];

function shown(view: View, row: Connection): z.input<typeof form> {
  return { ...row, settings: mayManage(view, row) ? row.settings : null };
}

function rowsAt(view: View, folder: string | undefined, asset: string | undefined): Connection[] {
  if (folder !== undefined && asset !== undefined) {
    throw invalid([{ path: "query.folder", message: "Name a folder or an asset." }]);
  }
  if (asset !== undefined) return connectionsServing(view.state, seenAsset(view, asset).folder);
  if (folder !== undefined) return connectionsServing(view.state, seenFolder(view, folder).id);
  return [...view.state.all("connection")];
}

function hostOf({ dispatch }: Services, id: string): Host {
  const host = dispatch.hosts.get(id);
  if (host) return host;
  const known = [...dispatch.hosts.keys()].join(", ");
  throw invalid([{ path: "body.connector", message: `This server connects ${known || "no platform"}.` }]);
}

function planChange(view: View, services: Services, id: string, body: z.output<typeof change>) {
  const before = seenConnection(view, id);
  demandManage(view, before);
  const { connector } = hostOf(services, before.connector);
  const { name = before.name, folder = before.folder, settings = before.settings, secrets } = given(body);
  const connection = { ...before, name, folder, settings: parseSettings(connector, settings) };
  if (folder !== before.folder) demandManage(view, connection);
  if (secrets === undefined) mustGoWhereTheyWent(connector, before, connection);
  const events: Event[] = [{ type: "connection.changed", connection }];
  const value = shown(view, connection);
  if (secrets === undefined) return { events, value };
  return { events, value, sealed: { connection: id, secrets: parseSecrets(connector, secrets) } };
}

/** Credentials were given for the place that the settings named; they never go to another one by themselves. */
function mustGoWhereTheyWent({ destination }: Connector, before: Connection, after: Connection): void {
  const moved = destination.filter((key) => !isDeepStrictEqual(before.settings[key], after.settings[key]));
  if (moved.length === 0) return;
  const message = "This changes where the credentials would go; give them in the same request.";
  throw new Refusal("SECRETS_NEEDED", message, { settings: moved });
}
