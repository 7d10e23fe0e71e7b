import type { Verdict } from "../../src/index.ts";

type Problem = Extract<Verdict, { ok: false }>["problem"];

export interface Tampering {
  readonly how: string;
  readonly sql: readonly string[];
  readonly shows: { readonly seq: number; readonly problem: Problem; readonly message?: RegExp };
}

export const at = (seq: number) => `where "account" = 'acme' and "seq" = ${seq}`;
/** Six entries: the account, and five folders `a` to `e`. */
export const LAST = 6;

const entries: readonly Tampering[] = [
  changed("its event", `"event" = replace("event", 'false', 'true')`),
  changed("its event, beyond reading", `"event" = 'nonsense'`),
  changed("its time", `"at" = "at" + 1`),
  changed("its principal", `"principal" = replace("principal", 'ada', 'bea')`),
  changed("its change", `"change" = 'other'`),
  changed("its origin", `"origin" = 'cli'`),
  changed("its hash", `"hash" = replace("hash", substr("hash", 1, 1), 'x')`),
  changed("the hash of the one before in it", `"previous" = 'other'`),
  {
    how: "the first entry was removed",
    sql: [`delete from "entries" ${at(1)}`],
    shows: { seq: 1, problem: "missing" },
  },
  {
    how: "an entry in the middle was removed",
    sql: [`delete from "entries" ${at(3)}`],
    shows: { seq: 3, problem: "missing" },
  },
  {
    how: "an entry was removed and those after it renumbered",
    sql: [
      `delete from "entries" ${at(3)}`,
      `update "entries" set "seq" = "seq" - 1 where "account" = 'acme' and "seq" > 3`,
      `update "heads" set "seq" = "seq" - 1 where "account" = 'acme'`,
    ],
    shows: { seq: 3, problem: "missing" },
  },
  {
    how: "an entry was taken to another account",
    sql: [`update "entries" set "account" = 'stranger' ${at(3)}`],
    shows: { seq: 3, problem: "missing" },
  },
  {
    how: "two neighbours changed places",
    sql: [
      `update "entries" set "seq" = 99 ${at(3)}`,
      `update "entries" set "seq" = 3 ${at(4)}`,
      `update "entries" set "seq" = 4 ${at(99)}`,
    ],
    shows: { seq: 3, problem: "reordered" },
  },
  {
    how: "an entry was moved to the end",
    sql: [
      `update "entries" set "seq" = 99 ${at(2)}`,
      `update "entries" set "seq" = "seq" - 1 where "account" = 'acme' and "seq" > 2 and "seq" < 99`,
      `update "entries" set "seq" = ${LAST} ${at(99)}`,
    ],
    shows: { seq: 2, problem: "reordered" },
  },
  {
    how: "the last entry was cut off",
    sql: [`delete from "entries" ${at(LAST)}`],
    shows: { seq: LAST, problem: "cut" },
  },
  {
    how: "all but the first entries were cut off",
    sql: [`delete from "entries" where "account" = 'acme' and "seq" > 2`],
    shows: { seq: 3, problem: "cut" },
  },
  {
    how: "all entries were removed",
    sql: [`delete from "entries" where "account" = 'acme'`],
    shows: { seq: 1, problem: "cut" },
  },
  {
    how: "all entries were removed and the head with them",
    sql: [`delete from "entries" where "account" = 'acme'`, `delete from "heads" where "account" = 'acme'`],
    shows: { seq: 0, problem: "state-differs", message: /account "acme" stands in its table/ },
  },
  {
    how: "the last entries were cut off and the head set back",
    sql: [
      `delete from "entries" where "account" = 'acme' and "seq" > 4`,
      `update "heads" set "seq" = 4, "hash" = (select "hash" from "entries" ${at(4)}) where "account" = 'acme'`,
    ],
    shows: { seq: 4, problem: "state-differs", message: /folder "d"|folder "e"/ },
  },
  {
    how: "the head alone was set back",
    sql: [
      `update "heads" set "seq" = 4, "hash" = (select "hash" from "entries" ${at(4)}) where "account" = 'acme'`,
    ],
    shows: { seq: 5, problem: "cut" },
  },
  {
    how: "the head was removed",
    sql: [`delete from "heads" where "account" = 'acme'`],
    shows: { seq: 1, problem: "cut" },
  },
  {
    how: "the head's hash was changed",
    sql: [`update "heads" set "hash" = 'other' where "account" = 'acme'`],
    shows: { seq: LAST, problem: "changed" },
  },
  {
    how: "an entry was slipped in before the first",
    sql: [
      `insert into "entries" ("account", "seq", "at", "change", "principal", "origin", "event", "previous", "hash")
       select "account", 0, "at", "change", "principal", "origin", "event", "previous", "hash" from "entries" ${at(1)}`,
    ],
    shows: { seq: 0, problem: "cut" },
  },
];

const texts: readonly Tampering[] = [
  {
    how: "a text was changed",
    sql: [`update "texts" set "text" = '"Mine"' ${at(3)}`],
    shows: { seq: 3, problem: "text-changed", message: /folder\.name/ },
  },
  {
    how: "a text was changed beyond reading",
    sql: [`update "texts" set "text" = 'nonsense' ${at(3)}`],
    shows: { seq: 3, problem: "text-changed" },
  },
  {
    how: "a text's salt was changed",
    sql: [`update "texts" set "salt" = 'other' ${at(3)}`],
    shows: { seq: 3, problem: "text-changed" },
  },
  {
    how: "a text was removed with its row",
    sql: [`delete from "texts" ${at(3)}`],
    shows: { seq: 3, problem: "text-changed" },
  },
  {
    how: "a text was given to another entry",
    sql: [`update "texts" set ("salt", "text") = (select "salt", "text" from "texts" ${at(4)}) ${at(3)}`],
    shows: { seq: 3, problem: "text-changed" },
  },
];

const tables: readonly Tampering[] = [
  differs(
    "a row was changed",
    `update "folders" set "restricted" = 1 where "account" = 'acme' and "id" = 'b'`,
    /folder "b".*restricted/,
  ),
  differs(
    "a row holds nonsense",
    `update "folders" set "workspace" = 7 where "account" = 'acme' and "id" = 'b'`,
    /folder "b"/,
  ),
  differs("a row was removed", `delete from "folders" where "id" = 'e' and "account" = 'acme'`, /folder "e"/),
  differs(
    "a row was slipped in",
    `insert into "users" ("account", "id", "username", "name", "kind", "status")
     values ('acme', 'eve', 'eve', 'Eve', 'person', 'active')`,
    /user "eve" stands in its table/,
  ),
  differs(
    "the plan was changed",
    `update "accounts" set "plan" = replace("plan", '5', '500') where "account" = 'acme'`,
    /account "acme".*plan/,
  ),
];

export const tamperings: readonly Tampering[] = [...entries, ...texts, ...tables];

function changed(what: string, assignment: string): Tampering {
  return {
    how: `an entry was changed: ${what}`,
    sql: [`update "entries" set ${assignment} ${at(3)}`],
    shows: { seq: 3, problem: "changed" },
  };
}

function differs(how: string, sql: string, message: RegExp): Tampering {
  return { how, sql: [sql], shows: { seq: LAST, problem: "state-differs", message } };
}
