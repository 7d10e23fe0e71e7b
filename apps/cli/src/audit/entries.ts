import { eventSchema, type Event, type EventType, textFields } from "@gatefold/core";
import type { JournalEntry } from "@gatefold/client";

/** As much of an entry of the journal as sentences are made of. */
export type Entry = Pick<JournalEntry, "seq" | "at" | "user" | "origin" | "event">;

/** The event, with a word in place of each text that was erased; undefined where it is none that we know. */
export function eventOf({ event }: Entry): Event | undefined {
  const fields = textFields[event.type as EventType] ?? [];
  return eventSchema.safeParse(fields.reduce(withWord, event)).data;
}

function withWord<Fields extends Readonly<Record<string, unknown>>>(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const value = fields[name];
  if (rest.length > 0 && value !== null && typeof value === "object") {
    return { ...fields, [name]: withWord({ ...value }, rest.join(".")) };
  }
  // An address may well be null without ever having been erased.
  return value === null && name !== "email" ? { ...fields, [name]: "(erased)" } : fields;
}
