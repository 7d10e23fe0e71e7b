import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { FolderScope } from "@gatefold/core";
import { Kysely, type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../database/migrate.ts";
import type { Tables } from "../database/tables.ts";
import { sqliteDialect } from "../sqlite/dialect.ts";
import { sqliteRowsOfTexts } from "../sqlite/rows-of-texts.ts";
import { createScopeConditions } from "./condition.ts";

const database = new DatabaseSync(":memory:");
const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
const conditions = createScopeConditions(sqliteRowsOfTexts);
beforeAll(() => migrate(db));
afterAll(() => db.destroy());

const scope: FolderScope = {
  level: "folder",
  everywhere: false,
  include: ["a'; drop table folders; --"],
  except: ["b"],
  assets: ["x"],
  gates: { approved: true, unexpiredAt: 7 },
};

/** How SQLite goes about it, a step a line. */
function planOf(table: "folders" | "assets", condition: RawBuilder<unknown>): string {
  const query = sql`explain query plan select * from ${sql.table(table)} where ${condition}`.compile(db);
  const steps = database.prepare(query.sql).all(...(query.parameters as SQLInputValue[]));
  return steps.map(({ detail }) => String(detail)).join("\n");
}

test("what is outside of a scope is not looked at", () => {
  for (const table of ["folders", "assets"] as const) {
    const plan = planOf(table, conditions[table]("acme", scope));
    expect(plan).toMatch(/SEARCH child USING .*INDEX foldersInFolder \(account=\? AND parent=\?\)/);
    expect(plan).not.toMatch(/SCAN (folders|child|assets)/);
  }
  expect(planOf("assets", conditions.assets("acme", scope))).toMatch(
    /SEARCH assets USING INDEX assetsInFolder \(account=\? AND folder=\?\)/,
  );
});

test("ids are bound, never written into the text", () => {
  const { sql: text, parameters } = conditions.assets("acme", scope).compile(db);
  expect(text).not.toContain("drop table");
  expect(parameters).toEqual([
    "acme",
    "acme",
    '["a\'; drop table folders; --"]',
    "acme",
    '["b"]',
    7,
    "acme",
    '["x"]',
    7,
  ]);
});
