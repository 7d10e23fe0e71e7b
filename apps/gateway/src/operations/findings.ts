import { describeFinding, type Finding, lint, namesFrom } from "@gatefold/core";
import { z } from "zod";
import { demandEverywhere } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import { cursorField, limitField, none } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { pageBy, pageOf } from "../http/pages.ts";

const severity = z.enum(["error", "warning", "note"]);

const told = z
  .object({
    code: z.string(),
    severity,
    /** What it is about: the kind of thing and its id. */
    kind: z.enum(["permission", "role", "grant", "override", "group", "user", "folder"]),
    id: z.string(),
    /** Of a role: the entry of its permissions. Of a permission: the need. */
    item: z.string().optional(),
    /** What it waits for, or the other grant or override that makes it idle. */
    because: z.string().optional(),
    message: z.string(),
    advice: z.string(),
  })
  .meta({ id: "Finding" });

interface Row {
  readonly id: string;
  readonly found: Finding;
}

/** How long what was found is good for, where nothing changes: only what ends meanwhile is missed. */
const GOOD_MS = 60_000;

const known = new WeakMap<View["state"], { revision: number; now: number; rows: readonly Row[] }>();

/** Looked up once for all pages of a list. */
function rowsOf({ state, now }: View): readonly Row[] {
  const before = known.get(state);
  if (before?.revision === state.revision && now >= before.now && now - before.now <= GOOD_MS) {
    return before.rows;
  }
  const rows = lint(state, now).map((found) => ({ id: idOf(found), found }));
  known.set(state, { revision: state.revision, now, rows });
  return rows;
}

function idOf({ kind, id, code, item = "" }: Finding): string {
  return [kind, id, code, item].join(" ");
}

const ranks = { error: "0", warning: "1", note: "2" } as const;

const sortKey = ({ found }: Row) => `${ranks[found.severity]} ${found.code}`;

export const findings = [
  operation({
    id: "findings.list",
    method: "GET",
    path: "/v1/findings",
    summary:
      "What the account says without effect (dead and redundant grants, idle overrides, void entries of roles), the gravest first; for who may explain access everywhere.",
    params: none,
    query: z.strictObject({ severity: severity.optional(), cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(told),
    handle({ view, query: { severity: wanted, cursor, limit } }) {
      demandEverywhere(view, "access.explain");
      const rows = rowsOf(view).filter(({ found }) => wanted === undefined || found.severity === wanted);
      const page = pageBy(rows, { sortKey, cursor, limit });
      const names = namesFrom(view.state);
      const items = page.items.map(({ found }) =>
        Object.assign({}, found, describeFinding(view.state, found, names)),
      );
      return { body: { ...page, items } };
    },
  }),
];
