import type { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createDemo, type Demo } from "./demo.ts";

/** Somebody with the database's file and a tool for SQLite, while the server runs. */

const tables = ["entries", "texts", "heads", "users", "grants", "roles"];

let demo: Demo;
let account: string;
let last: number;
let file: DatabaseSync;

beforeAll(async () => {
  demo = await createDemo();
  file = demo.openDatabase();
  file.exec("PRAGMA foreign_keys = off");
  const [head] = rows("SELECT account, seq FROM heads ORDER BY seq DESC");
  account = String(head?.["account"]);
  last = Number(head?.["seq"]);
});
afterAll(async () => {
  file?.close();
  await demo?.end();
});

beforeEach(() => {
  for (const table of tables) file.exec(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`);
});
afterEach(() => {
  for (const table of tables) file.exec(`DROP TABLE temp.kept_${table}`);
});

const rows = (sql: string) => file.prepare(sql).all();
const run = (sql: string, ...values: (string | number)[]) => file.prepare(sql).run(...values);

function mend(): void {
  for (const table of tables) {
    file.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM temp.kept_${table}`);
  }
}

/** The entry of this kind of event that was written last. */
function entryOf(type: string): number {
  const found = file
    .prepare("SELECT max(seq) AS seq FROM entries WHERE account = ? AND event LIKE ?")
    .get(account, `%"type":"${type}"%`);
  return Number(found?.["seq"]);
}

function change(seq: number): number {
  const sql = `UPDATE entries SET event = replace(event, '"until":null', '"until":1') WHERE account = ? AND seq = ?`;
  expect(run(sql, account, seq).changes).toBe(1);
  return seq;
}

function remove(seq: number): number {
  for (const table of ["texts", "entries"])
    run(`DELETE FROM ${table} WHERE account = ? AND seq = ?`, account, seq);
  return seq;
}

/** The entries of these numbers change places. */
function swap(one: number, other: number): void {
  for (const table of ["texts", "entries"]) {
    const move = (from: number, to: number) =>
      run(`UPDATE ${table} SET seq = ? WHERE account = ? AND seq = ?`, to, account, from);
    move(one, -1);
    move(other, one);
    move(-1, other);
  }
}

test.each<[what: string, tamper: () => number, problem: string]>([
  ["an entry is changed", () => change(entryOf("grant.given")), "changed"],
  ["an entry is removed", () => remove(20), "missing"],
  ["two entries change places", () => (swap(20, 23), 20), "reordered"],
  [
    "the last two entries are cut off",
    () => {
      remove(last);
      return remove(last - 1);
    },
    "cut",
  ],
  [
    "the last entry is cut off and the head set back",
    () => {
      remove(last);
      run(
        "UPDATE heads SET (seq, hash) = (SELECT seq, hash FROM entries WHERE account = ? AND seq = ?) WHERE account = ?",
        account,
        last - 1,
        account,
      );
      return last - 1;
    },
    "state-differs",
  ],
  [
    "a text is changed",
    () => {
      const seq = entryOf("grant.given");
      const sql = "UPDATE texts SET text = '\"For fun.\"' WHERE account = ? AND seq = ? AND path LIKE ?";
      expect(run(sql, account, seq, "%reason").changes).toBe(1);
      return seq;
    },
    "text-changed",
  ],
  [
    "a row of a table is changed",
    () => {
      expect(run("UPDATE roles SET allAccess = 1 WHERE name = 'Viewer'").changes).toBe(1);
      return last;
    },
    "state-differs",
  ],
  [
    "a row of a table is removed",
    () => {
      run("DELETE FROM users WHERE account = ? AND username = 'nat'", account);
      return last;
    },
    "state-differs",
  ],
  [
    "somebody slips a grant into its table",
    () => {
      file.exec("CREATE TEMP TABLE forged AS SELECT * FROM main.grants LIMIT 1");
      file.exec("UPDATE forged SET id = 'gra_forged'; INSERT INTO main.grants SELECT * FROM forged");
      return last;
    },
    "state-differs",
  ],
])(
  "audit verify names the entry where %s, and passes again once that is mended",
  async (_what, tamper, problem) => {
    const seq = tamper();
    const found = await demo.cli("audit", "verify", "--as", "ada");
    mend();
    expect(found).toMatchObject({ status: 1, err: "" });
    expect(found.out).toContain(`The journal is not what it was: ${problem} at entry ${seq}.`);
    const answer = await demo.call(await demo.key("ada"), "POST /v1/journal/verify");
    expect(answer.body).toMatchObject({ ok: true, entries: last });
  },
);

test("audit verify passes over what nobody touched", async () => {
  const whole = await demo.cli("audit", "verify", "--as", "ada");
  expect(whole).toMatchObject({ status: 0, err: "" });
  expect(whole.out).toContain(`The journal is whole: ${last} entries,`);
});
