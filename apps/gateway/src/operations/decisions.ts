import {
  askable,
  doingsBehind,
  type Explanation,
  explain,
  type Holder,
  namesFrom,
  type Past,
  type Query,
  sentence,
  type State,
  who,
  whoMay,
} from "@gatefold/core";
import { z } from "zod";
import { decideFor, demand, may, refusalOf, sees } from "../access/access.ts";
import { demandEverywhere, mayEverywhere } from "../access/everywhere.ts";
import { asOfField } from "../http/as-of.ts";
import { doingShape, explanationShape, reasonShape } from "../http/explanation-shape.ts";
import { cursorField, idField, isoTime, limitField, none, timeField } from "../http/fields.ts";
import { nameKey } from "../http/names.ts";
import { operation, type Unchanged } from "../http/operation.ts";
import { type PastView, pastFor } from "../access/past.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";
import { told } from "../access/readable.ts";
import { causesOf } from "../access/refusals.ts";

type Told = Unchanged<z.input<typeof explanationShape>>;

function mayExplain(view: View, at: string | null): boolean {
  return at === null ? mayEverywhere(view, "access.explain") : may(view, "access.explain", at);
}

function mustExplain(view: View, at: string | null): void {
  if (at === null) demandEverywhere(view, "access.explain");
  else demand(view, "access.explain", at);
}

function shown({ state }: { readonly state: State }, whole: Explanation, inFull: boolean, view: View): Told {
  const found = told(view, whole, state);
  const short = askable(found);
  const { user, revision } = found;
  return {
    ...short,
    revision,
    user,
    now: isoTime(found.now),
    sentence: sentence(inFull ? found : short, namesFrom(state)),
    ...(inFull ? causesOf(found) : {}),
  };
}

/** A list of nobody would hide that the question makes no sense. */
function mustMakeSense({ state }: { readonly state: State }, permission: string, at: string | null): void {
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
  if (found.effect === decision.effect) return shown(view, found, mayExplain(view, at), view);
  const { code, message } = refusalOf(then, query, decision);
  const nothing = { permissions: [], at };
  return { ...shown(view, found, false, view), effect: "deny", code, sentence: message, ask: nothing };
}

function aboutPast(view: View, { past, state, now }: PastView, query: Omit<Query, "now">): Told {
  const found = explain(state, { ...query, now });
  return { ...shown({ state }, found, true, view), doings: doingsOf(past, found) };
}

function doingsOf(past: Past, answer: Parameters<typeof doingsBehind>[1]) {
  return doingsBehind(past, answer, namesFrom(past.state)).map((doing) =>
    Object.assign({}, doing, { at: isoTime(doing.at) }),
  );
}

function holderShown(state: State, { user, code, by }: Holder) {
  const { id, username, name } = state.get("user", user) ?? { id: user, username: "", name: "" };
  return { id, username, name, code, by: by.map((reason) => ({ ...reason, until: isoTime(reason.until) })) };
}

const holder = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    code: z.string(),
    by: z.array(reasonShape),
    /** With `asOf`: by whose doing it was so, in order. */
    doings: z.array(doingShape).optional(),
  })
  .meta({ id: "Holder" });

export const decisions = [
  operation({
    id: "decisions.make",
    method: "POST",
    path: "/v1/decisions",
    summary:
      "May this user (left out: the caller) do this here, and why (not)? With `asOf`, a time or the number of an entry of the journal: as it was then, and by whose doing; for who may explain access here now.",
    params: none,
    query: none,
    body: z
      .strictObject({
        user: idField.optional(),
        permission: idField,
        at: idField.nullable(),
        connection: idField.optional(),
        now: timeField.optional(),
        asOf: asOfField.optional(),
      })
      .refine(({ now, asOf }) => now === undefined || asOf === undefined, {
        path: ["asOf"],
        message: "Name now or asOf, not both.",
      }),
    success: 200,
    does: "read",
    response: explanationShape,
    async handle({ view, body }, { pasts }) {
      const { user = view.caller.principal.user, now = view.now, asOf, ...question } = body;
      const query: Query = { ...question, user, now };
      if (asOf !== undefined) {
        return { body: aboutPast(view, await pastFor(view, query.at, asOf, "body", pasts), query) };
      }
      if (user === view.caller.principal.user) return { body: aboutCaller(view, query) };
      mustExplain(view, query.at);
      return { body: shown(view, explain(view.state, query), true, view) };
    },
  }),

  operation({
    id: "who.list",
    method: "GET",
    path: "/v1/who",
    summary:
      "All who may do this at a place (left out: at the account), and by which rights. With `asOf`: who might then, and by whose doing.",
    params: none,
    query: z.strictObject({
      permission: idField,
      at: idField.optional(),
      connection: idField.optional(),
      asOf: asOfField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(holder),
    async handle({ view, query: { permission, at = null, connection, asOf, cursor, limit } }, { pasts }) {
      const then = asOf === undefined ? undefined : await pastFor(view, at, asOf, "query", pasts);
      if (!then) mustExplain(view, at);
      const { state, now } = then ?? view;
      mustMakeSense({ state }, permission, at);
      const question = { permission, at, now, connection };
      const rows = whoMay(state, question).flatMap((id) => state.get("user", id) ?? []);
      const page = pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit });
      const named = page.items.map(({ id }) => id);
      const items = who(state, question, named).map((found) =>
        Object.assign(
          holderShown(state, found),
          then ? { doings: doingsOf(then.past, { user: found.user, at, by: found.by }) } : {},
        ),
      );
      return { body: { ...page, items } };
    },
  }),
];
