import { type Event, textFields } from "../state/events.ts";

/** What stands for a text that was erased. */
export const ERASED = "(erased)";

/**
 * The event as rules can read it where texts of it were erased (null in the journal). User names stay apart by the
 * entry's number, since no two may be alike.
 */
export function withoutGaps(event: Event, seq: number): Event {
  const paths = textFields[event.type] ?? [];
  return paths.reduce<Event>((whole, path) => filled(whole, path.split("."), seq), event);
}

function filled<Fields extends object>(
  fields: Fields,
  [name = "", ...rest]: readonly string[],
  seq: number,
): Fields {
  const value = Object.entries(fields).find(([key]) => key === name)?.[1] as unknown;
  if (rest.length > 0) {
    return typeof value === "object" && value !== null
      ? { ...fields, [name]: filled(value, rest, seq) }
      : fields;
  }
  // An address may well be null without ever having been erased.
  if (value !== null || name === "email") return fields;
  if (name === "settings") return { ...fields, settings: {} };
  return { ...fields, [name]: name === "username" ? `erased-${seq}` : ERASED };
}
