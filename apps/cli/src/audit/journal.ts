import { z } from "zod";
import { type Api, pathOf } from "../api.ts";
import { createDirectory } from "../directory.ts";
import type { Style } from "../style.ts";
import { sayInstant } from "../times.ts";
import { entrySchema, eventOf } from "./entries.ts";
import { createHistory } from "./history.ts";
import { sentenceOf } from "./sentences.ts";
import type { Log } from "./tail.ts";

const PAGE = 200;

const page = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });

/** What changed, each entry as a sentence. */
export function journalLog(api: Api, style: Style): Log {
  const sources = { directory: createDirectory(api, null), history: createHistory(api) };
  const read = (query: Record<string, string | number | undefined>) =>
    api.call({ path: pathOf("journal"), query }, page);
  return {
    async latest(count) {
      const rows: unknown[] = [];
      let before: string | undefined;
      do {
        const { items, next } = await read({ before, limit: Math.min(PAGE, count - rows.length) });
        rows.push(...items);
        before = next ?? undefined;
      } while (before !== undefined && rows.length < count);
      return rows;
    },
    after: async (after) => (await read({ after, limit: PAGE })).items,
    async line(row) {
      const entry = entrySchema.parse(row);
      const event = eventOf(entry);
      const nobody = ["founding", "gatefold"].includes(entry.origin);
      const who = nobody ? "gatefold" : (await sources.directory.person(entry.user)).username;
      const what = event ? await sentenceOf(event, sources) : entry.event.type;
      const when = style.faint(`${String(entry.seq).padStart(4)}  ${sayInstant(Date.parse(entry.at))}`);
      return `${when}  ${style.accent(who)} ${what}`;
    },
  };
}
