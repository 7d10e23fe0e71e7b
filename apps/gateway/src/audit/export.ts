import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Express, Request, Response } from "express";
import { z } from "zod";
import { demand, may } from "../access/access.ts";
import { admit, identify, readmit } from "../access/authentication.ts";
import type { View } from "../access/view.ts";
import { idField } from "../http/fields.ts";
import { Refusal } from "../http/problems.ts";
import { notesOf } from "../http/requests.ts";
import { parsed } from "../http/validation.ts";
import type { Services } from "../services.ts";
import { actFilters, entryFilters, placesAt } from "./filters.ts";
import { actRow, columns, csvLine, entryRow, lineOf, mediaTypes } from "./lines.ts";

const shared = {
  format: z.enum(["jsonl", "csv"]).default("jsonl"),
  /** The number of the last line that is there already: it goes on after it, and in CSV without the names of the columns. */
  after: z.coerce.number().int().min(0).optional(),
};

/** What each export takes, strict. */
export const exportQueries = {
  journal: z.strictObject({ ...shared, ...entryFilters }),
  acts: z.strictObject({ ...shared, ...actFilters, at: idField.optional() }),
};

type What = keyof typeof exportQueries;
type Query = z.output<(typeof exportQueries)[What]>;

const PAGE = 500;

/** `GET /v1/export/journal` and `/v1/export/acts`: all of it as lines, oldest first, as fast as they are read. */
export function mountExport(app: Express, services: Services): void {
  for (const what of ["journal", "acts"] as const) {
    const path = `/v1/export/${what}`;
    app.route(path).get((request, response) => answer(what, request, response, services));
    app.all(path, () => {
      throw new Refusal("METHOD_NOT_ALLOWED", "This address takes GET.", {}, { Allow: "GET" });
    });
  }
}

async function answer(what: What, request: Request, response: Response, services: Services): Promise<void> {
  const notes = notesOf(response);
  notes.operation = `export.${what}`;
  const identity = await identify(request, response, services);
  const view = await admit(identity, services);
  notes.limitHeaders = identity.limitHeaders;
  services.keyUses.note(identity.key);
  notes.principal = view.caller.principal;
  const query: Query = parsed(exportQueries[what], request.query, "query");
  // The act is committed before the first line goes.
  await services.enforcement.exported(view.caller);
  response.attachment(`${what}.${query.format}`).set({
    "Content-Type": mediaTypes[query.format],
    "Gatefold-Revision": String(view.state.revision),
  });
  if (request.method === "HEAD") return void response.end();
  await flow(lines(what, query, view, services), response);
}

/** A page at a time, up to what was there at the start; whoever loses the right meanwhile gets no further page. */
async function* lines(what: What, query: Query, view: View, services: Services): AsyncGenerator<string> {
  const { format, after = 0 } = query;
  const names: readonly string[] = columns[what];
  if (format === "csv" && query.after === undefined) yield csvLine(names);
  const read = what === "journal" ? entryPages(query, view, services) : actPages(query, view, services);
  for (let from = after; ;) {
    const { rows, last } = await read(from);
    if (rows.length > 0) yield rows.map((row) => lineOf(row, format, names)).join("");
    if (last === undefined) return;
    from = last;
    const now = await readmit(view, services);
    if (!may(now, "audit.export", null)) demand(now, "audit.export", null);
  }
}

/** `last`: where the next page begins; undefined at the end. */
type ReadPage = (after: number) => Promise<{
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly last: number | undefined;
}>;

function entryPages(query: Query, { state, caller }: View, { store }: Services): ReadPage {
  const { format: _format, after: _after, at, ...filter } = query;
  const { revision } = state;
  const places = at === undefined ? undefined : placesAt(state, at);
  return async (after) => {
    const range = { after, limit: PAGE, filter: { ...filter, places } };
    const read = await store.journal.read(caller.principal.account, range);
    const entries = read.filter(({ seq }) => seq <= revision);
    return { rows: entries.map(entryRow), last: entries.length === PAGE ? entries.at(-1)?.seq : undefined };
  };
}

function actPages(query: Query, { state, caller, now }: View, { store }: Services): ReadPage {
  const { format: _format, after: _after, at, ...filter } = query;
  const places = at === undefined ? undefined : placesAt(state, at);
  const until = Math.min(now + 1, "until" in filter && filter.until !== undefined ? filter.until : Infinity);
  return async (after) => {
    const wanted = { ...filter, places, until, after, limit: PAGE };
    const acts = await store.acts.list(caller.principal.account, wanted);
    return { rows: acts.map(actRow), last: acts.length === PAGE ? acts.at(-1)?.seq : undefined };
  };
}

/** Whoever goes away before the end is nobody's fault; what ends it early breaks the answer off, so that nobody takes it for whole. */
async function flow(from: AsyncGenerator<string>, response: Response): Promise<void> {
  try {
    await pipeline(Readable.from(from), response);
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!isGone) throw error;
  }
}
