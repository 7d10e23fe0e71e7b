import { readCheckpoint } from "@gatefold/store";
import { z } from "zod";
import { demand } from "../access/access.ts";
import { entryFilters, placesAt } from "../audit/filters.ts";
import { isoTime, limitField, none, time } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { invalid } from "../http/validation.ts";

const seq = z.coerce.number().int().min(0).optional();
const head = z.object({ seq: z.number(), hash: z.string() });

const entry = z
  .object({
    seq: z.number(),
    at: time,
    /** The same for all entries of one change. */
    change: z.string(),
    user: z.string(),
    credential: z.object({ kind: z.string(), id: z.string().optional() }),
    origin: z.string(),
    /** As it is chained: its times are milliseconds. */
    event: z.looseObject({ type: z.string() }),
    hash: z.string(),
    previous: z.string(),
  })
  .meta({ id: "JournalEntry" });

const verdict = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    entries: z.number(),
    head,
    /** The first entry whose content was held against its hash. */
    walkedFrom: z.number(),
    /** Were the tables compared with what the whole journal makes of them? */
    tables: z.boolean(),
    /** How many heads, signed and kept here, it was held against. */
    signatures: z.number(),
    /** What the checkpoint that was asked with says. */
    since: z.object({ seq: z.number(), hash: z.string(), at: time, kid: z.string() }).nullable(),
  }),
  z.object({ ok: z.literal(false), seq: z.number(), problem: z.string(), message: z.string() }),
]);

export const journal = [
  operation({
    id: "journal.list",
    method: "GET",
    path: "/v1/journal",
    summary:
      "All that changed, or what of it is by or about somebody, at a place, of a type or of a time: newest first (perhaps `before` a number), or in order `after` one. `next` is the number to go on with.",
    params: none,
    query: z
      .strictObject({ after: seq, before: seq, limit: limitField, ...entryFilters })
      .refine(({ after, before }) => after === undefined || before === undefined, {
        path: ["before"],
        message: "Name after or before, not both.",
      }),
    body: null,
    success: 200,
    response: z.object({ items: z.array(entry), next: z.string().nullable() }),
    async handle({ view, query: { after, before, limit, at: place, ...found } }, { store }) {
      demand(view, "audit.export", null);
      const { account } = view.caller.principal;
      const range = after === undefined ? { before: before ?? view.state.revision + 1 } : { after };
      const places = place === undefined ? undefined : placesAt(view.state, place);
      const filter = { ...found, places };
      const entries = await store.journal.read(account, { ...range, limit, filter });
      const last = entries.at(-1);
      const items = entries.map(({ principal, at, account: _account, ...rest }) => ({
        ...rest,
        at: isoTime(at),
        user: principal.user,
        credential: principal.credential,
      }));
      return { body: { items, next: last && entries.length === limit ? String(last.seq) : null } };
    },
  }),

  operation({
    id: "journal.verify",
    method: "POST",
    path: "/v1/journal/verify",
    summary:
      "Walks the whole journal and says whether anything in it, or in what it led to, was changed or cut. `since` a checkpoint's text: whether the journal still holds what was signed and goes on from there; with `walk=since`, what comes before is counted and not looked at again: quick, and it proves less.",
    params: none,
    query: z.strictObject({
      since: z.string().max(4000).optional(),
      walk: z.enum(["since", "whole"]).default("whole"),
    }),
    body: null,
    success: 200,
    does: "read",
    response: verdict,
    async handle({ view, query: { since: text, walk } }, { store: { journal: kept, checkpoints } }) {
      demand(view, "audit.export", null);
      const { account } = view.caller.principal;
      if (text !== undefined && readCheckpoint(text, checkpoints.keys).is === "no-checkpoint") {
        throw invalid([{ path: "query.since", message: "Send a checkpoint's text, all of its one line." }]);
      }
      const since = text === undefined ? undefined : { text, whole: walk === "whole" };
      const told = await kept.verify(account, since);
      if (!told.ok) return { body: told };
      return { body: { ...told, since: told.since && { ...told.since, at: isoTime(told.since.at) } } };
    },
  }),
];
