import { type Change, type Event, mentionsOf, type Remembered } from "@gatefold/core";
import type { MentionRow } from "../database/tables.ts";

/** The rows by which these entries are found: by whom they were, whom and which places they are about, and what they are. */
export function mentionRows(
  entries: readonly { readonly account: string; readonly seq: number }[],
  events: readonly Event[],
  user: string,
  remembered: Remembered,
): MentionRow[] {
  return events.flatMap((event, position) => {
    const entry = entries[position];
    if (!entry) return [];
    const { account, seq } = entry;
    const { about, places } = mentionsOf(event, remembered);
    const all = [
      ["by", user],
      ["type", event.type],
      ...about.map((id) => ["about", id] as const),
      ...places.map((id) => ["place", id] as const),
    ] as const;
    return all.map(([role, id]) => ({ account, role, id, seq }));
  });
}

/** What was there before these changes, or came by them. */
export function rememberedIn(changes: readonly Change[]): Remembered {
  return (kind, id) => {
    const change = changes.find((one) => one.kind === kind && one.id === id);
    return change?.before ?? change?.after;
  };
}
