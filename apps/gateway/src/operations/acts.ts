import type { Act, ActFilter } from "@gatefold/store";
import { z } from "zod";
import { demand, may } from "../access/access.ts";
import { demandEverywhere } from "../access/everywhere.ts";
import { idField, isoTime, limitField, none, time } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageOf } from "../http/pages.ts";
import type { Services } from "../services.ts";
import { actFilters, placesAt } from "../audit/filters.ts";

const act = z
  .object({
    seq: z.number(),
    at: time,
    /** `confirm`, `resend` and `leave`: what somebody said of a delivery that wanted a look. */
    act: z.enum(["deliver", "remove", "download", "confirm", "resend", "leave", "export"]),
    user: z.string(),
    credential: z.object({ kind: z.string(), id: z.string().optional() }),
    permission: z.string(),
    place: z.string(),
    version: z.string().nullable(),
    connection: z.string().nullable(),
    effect: z.enum(["allow", "deny"]),
    code: z.string(),
    revision: z.number(),
    request: z.string(),
  })
  .meta({ id: "Act" });

type Recorded = Act & { readonly seq: number };
type Filter = Omit<ActFilter, "places">;

function shown({ principal, at, ...rest }: Recorded): z.input<typeof act> {
  return { ...rest, at: isoTime(at), user: principal.user, credential: principal.credential };
}

/** How many acts one request looks through for those at a folder. */
const SCAN = 2000;

export const acts = [
  operation({
    id: "acts.list",
    method: "GET",
    path: "/v1/acts",
    summary:
      "What was let out, taken back or refused, newest first: at a place (`at`, with what is inside it now) for who holds audit.view there, or in all the account for who holds it everywhere. A page can be short of `limit` and still have a next.",
    params: none,
    query: z.strictObject({
      at: idField.optional(),
      ...actFilters,
      cursor: z.coerce.number().int().positive().optional(),
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(act),
    async handle({ view, query: { at, cursor, limit, ...filter } }, { store }) {
      if (at === undefined) demandEverywhere(view, "audit.view");
      else demand(view, "audit.view", at);
      const page = await read(store, view, at, filter, { before: cursor, limit });
      return { body: { ...page, items: page.items.map(shown) } };
    },
  }),
];

interface Range {
  readonly before: number | undefined;
  readonly limit: number;
}

async function read(
  { acts: table }: Services["store"],
  view: View,
  at: string | undefined,
  filter: Filter,
  { before, limit }: Range,
): Promise<{ items: Recorded[]; next: string | null }> {
  const { account } = view.caller.principal;
  const from = before === undefined ? {} : { before };
  const isFolder = at !== undefined && view.state.get("folder", at) !== undefined;
  const place = at === undefined || isFolder ? {} : { places: [at] };
  const size = isFolder ? SCAN : limit;
  const looked = await table.list(account, { ...filter, ...place, ...from, limit: size });
  const wanted = isFolder ? looked.filter(isTold(view, new Set(placesAt(view.state, at)))) : looked;
  const items = wanted.slice(0, limit);
  const ended = looked.length < size && wanted.length <= limit;
  const last = wanted.length > limit ? items.at(-1) : looked.at(-1);
  return { items, next: ended || !last ? null : String(last.seq) };
}

/** What is inside may be walled off: a restricted folder keeps its own from who sees the audit above it. */
function isTold(view: View, inside: ReadonlySet<string>): (row: Recorded) => boolean {
  const told = new Map<string, boolean>();
  return ({ place }) => {
    const known = told.get(place) ?? (inside.has(place) && may(view, "audit.view", place));
    told.set(place, known);
    return known;
  };
}
