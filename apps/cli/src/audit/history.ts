import type { Event } from "@gatefold/core";
import { z } from "zod";
import type { Api } from "../api.ts";
import { type Entry, eventOf } from "./entries.ts";

/** Finds how things began that are no more: an entry that ends one names it by its id only. */
export interface History {
  /** The event that made the thing of this id; undefined where it is too long ago. */
  beginning(id: string): Promise<Event | undefined>;
}

const made = z.object({ id: z.string() });

/** How far back it looks. */
const PAGES = 20;

/** Reads the journal backwards, no further than it was asked for, and no entry twice. */
export function createHistory(api: Api): History {
  const beginnings = new Map<string, Event>();
  let pages = 0;
  let before: number | undefined;
  const readOn = async (): Promise<boolean> => {
    if (pages === PAGES || (pages > 0 && before === undefined)) return false;
    const { items, next } = await api.call("journal.list", { query: { before, limit: 200 } });
    pages += 1;
    before = next === null ? undefined : Number(next);
    for (const entry of items) remember(beginnings, entry);
    return true;
  };
  return {
    async beginning(id) {
      while (!beginnings.has(id) && (await readOn()));
      return beginnings.get(id);
    },
  };
}

function remember(beginnings: Map<string, Event>, entry: Entry): void {
  const event = eventOf(entry);
  const id = event && idMadeBy(event);
  if (event && id !== undefined && !beginnings.has(id)) beginnings.set(id, event);
}

/** The thing itself stands in an event under its kind's name, e.g. `grant` in `grant.given`. */
function idMadeBy(event: Event): string | undefined {
  const [kind] = event.type.split(".");
  const [, thing] = Object.entries(event).find(([name]) => name === kind) ?? [];
  return made.safeParse(thing).data?.id;
}
