import { builtInCatalogue } from "@gatefold/core";
import { expect, test } from "vitest";
import type { Api } from "../api.ts";
import { createStyle } from "../style.ts";
import { journalLog } from "./journal.ts";

/** Nobody but those in the account can be looked up; and these entries name nobody. */
const api = { call: () => Promise.reject(new Error("nothing to look up")), items: () => [] } as never as Api;

test.each([
  { connectors: ["mail"], said: "gatefold defined deliver.mail" },
  { connectors: ["mail", "push"], said: "gatefold defined 2 permissions" },
])("what Gatefold itself defined is said of nobody in the account: $said", async ({ connectors, said }) => {
  const { permissions } = builtInCatalogue(connectors.map((id) => ({ id, name: id })));
  const defined = permissions.filter(({ connector }) => connector !== null);
  const event = { type: "permissions.defined", permissions: defined };
  const whose = { user: "gatefold", origin: "gatefold", credential: { kind: "gatefold" } };
  const chained = { change: "chg_1", hash: "", previous: "" };
  const entry = { seq: 9, at: "2026-03-01T00:00:00.000Z", event, ...whose, ...chained };
  expect(await journalLog(api, createStyle(false)).line(entry)).toContain(said);
});
