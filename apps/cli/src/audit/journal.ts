import type { JournalEntry } from "@gatefold/client";
import type { Api } from "../api.ts";
import { createDirectory } from "../directory.ts";
import type { Style } from "../style.ts";
import { sayInstant } from "../times.ts";
import { eventOf } from "./entries.ts";
import { createHistory } from "./history.ts";
import { sentenceOf } from "./sentences.ts";
import type { Log } from "./tail.ts";

const PAGE = 200;

/** What changed, each entry as a sentence. */
export function journalLog(api: Api, style: Style): Log<JournalEntry> {
  const sources = { directory: createDirectory(api, null), history: createHistory(api) };
  const read = (query: { readonly before?: number; readonly after?: number; readonly limit: number }) =>
    api.call("journal.list", { query });
  return {
    async latest(count) {
      const rows: JournalEntry[] = [];
      let before: number | undefined;
      do {
        const { items, next } = await read({
          ...(before && { before }),
          limit: Math.min(PAGE, count - rows.length),
        });
        rows.push(...items);
        before = next === null ? undefined : Number(next);
      } while (before !== undefined && rows.length < count);
      return rows;
    },
    after: async (after) => (await read({ after, limit: PAGE })).items,
    async line(entry) {
      const event = eventOf(entry);
      const nobody = ["founding", "gatefold"].includes(entry.origin);
      const who = nobody ? "gatefold" : (await sources.directory.person(entry.user)).username;
      const what = event ? await sentenceOf(event, sources) : entry.event.type;
      const when = style.faint(`${String(entry.seq).padStart(4)}  ${sayInstant(Date.parse(entry.at))}`);
      return `${when}  ${style.accent(who)} ${what}`;
    },
  };
}
