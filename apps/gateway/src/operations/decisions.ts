import { askable, type Explanation, explain, namesFrom, type Query, sentence, who } from "@gatefold/core";
import { z } from "zod";
import { decideFor, demand, may, refusalOf, sees } from "../access/access.ts";
import { demandEverywhere, mayEverywhere } from "../access/everywhere.ts";
import { explanationShape, reasonShape } from "../http/explanation-shape.ts";
import { cursorField, idField, isoTime, limitField, none, timeField } from "../http/fields.ts";
import { nameKey } from "../http/names.ts";
import { operation, type Unchanged } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";
import { causesOf } from "../access/refusals.ts";

type Told = Unchanged<z.input<typeof explanationShape>>;

function mayExplain(view: View, at: string | null): boolean {
  return at === null ? mayEverywhere(view, "access.explain") : may(view, "access.explain", at);
}

function mustExplain(view: View, at: string | null): void {
  if (at === null) demandEverywhere(view, "access.explain");
  else demand(view, "access.explain", at);
}

function shown(view: View, found: Explanation, inFull: boolean): Told {
  const told = askable(found);
  const { user, revision } = found;
  return {
    ...told,
    revision,
    user,
    now: isoTime(found.now),
    sentence: sentence(inFull ? found : told, namesFrom(view.state)),
    ...(inFull ? causesOf(found) : {}),
  };
}

/** A list of nobody would hide that the question makes no sense. */
function mustMakeSense({ state }: View, permission: string, at: string | null): void {
  const known = state.get("permission", permission);
  if (!known) throw invalid([{ path: "query.permission", message: "There is no such permission." }]);
  const ofAccount = known.level === "account";
  if (ofAccount === (at === null)) return;
  const message = ofAccount
    ? "This permission is asked for the account; name no place."
    : "This permission is asked at a place; name one.";
  throw invalid([{ path: "query.at", message }]);
}

/** About the caller himself: what the key he shows may do, which can be less than he may. */
function aboutCaller(view: View, query: Query): Told {
  const { at } = query;
  if (at !== null && !sees(view, at)) throw notFound();
  const found = explain(view.state, query);
  const then = { ...view, now: query.now };
  const decision = decideFor(then, query);
  if (found.effect === decision.effect) return shown(view, found, mayExplain(view, at));
  const { code, message } = refusalOf(then, query, decision);
  const nothing = { permissions: [], at };
  return { ...shown(view, found, false), effect: "deny", code, sentence: message, ask: nothing };
}

const holder = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    code: z.string(),
    by: z.array(reasonShape),
  })
  .meta({ id: "Holder" });

export const decisions = [
  operation({
    id: "decisions.make",
    method: "POST",
    path: "/v1/decisions",
    summary: "May this user (left out: the caller) do this here, and why (not)?",
    params: none,
    query: none,
    body: z.strictObject({
      user: idField.optional(),
      permission: idField,
      at: idField.nullable(),
      connection: idField.optional(),
      now: timeField.optional(),
    }),
    success: 200,
    does: "read",
    response: explanationShape,
    handle({ view, body: { user = view.caller.principal.user, now = view.now, ...question } }) {
      const query: Query = { ...question, user, now };
      if (user === view.caller.principal.user) return { body: aboutCaller(view, query) };
      mustExplain(view, query.at);
      return { body: shown(view, explain(view.state, query), true) };
    },
  }),

  operation({
    id: "who.list",
    method: "GET",
    path: "/v1/who",
    summary: "All who may do this at a place (left out: at the account), and by which rights.",
    params: none,
    query: z.strictObject({
      permission: idField,
      at: idField.optional(),
      connection: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(holder),
    handle({ view, query: { permission, at = null, connection, cursor, limit } }) {
      mustExplain(view, at);
      mustMakeSense(view, permission, at);
      const { state, now } = view;
      const rows = who(state, { permission, at, now, connection }).flatMap(({ user, code, by }) => {
        const { id, username, name } = state.get("user", user) ?? { id: user, username: "", name: "" };
        return { id, username, name, code, by: by.map((row) => ({ ...row, until: isoTime(row.until) })) };
      });
      return { body: pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit }) };
    },
  }),
];
