import type { Entities, Kind } from "../model.ts";
import type { Event } from "../state/events.ts";

/** By what an entry of the journal is found: whom and which places its event is about, by their ids. */
export interface Mentions {
  /** Users and groups. */
  readonly about: readonly string[];
  /** Folders, assets, collections and connections. */
  readonly places: readonly string[];
}

/** Looks up what an event names by its id only, as it stood before it: an ended grant was somebody's. */
export type Remembered = (kind: Kind, id: string) => Entities[Kind] | undefined;

const people: ReadonlySet<string> = new Set(["user", "owner", "group", "members"]);
const places: ReadonlySet<string> = new Set([
  "folder",
  "folders",
  "parent",
  "asset",
  "assets",
  "collection",
  "connections",
]);
const placeKinds: ReadonlySet<string> = new Set(["folder", "asset", "collection", "connection"]);

export function mentionsOf(event: Event, remembered: Remembered): Mentions {
  const [kind = ""] = event.type.split(".");
  const id = idIn(event);
  const thing = id === undefined ? undefined : remembered(kind as Kind, id);
  const found = { about: new Set<string>(), places: new Set<string>() };
  for (const fields of [event, fieldsUnder(event, kind), thing, fieldsUnder(event, "creator")]) {
    if (fields) collect(fields, found);
  }
  const itself = id ?? idIn(fieldsUnder(event, kind));
  if (itself !== undefined && placeKinds.has(kind)) found.places.add(itself);
  if (itself !== undefined && (kind === "user" || kind === "group")) found.about.add(itself);
  return { about: [...found.about], places: [...found.places] };
}

function collect(fields: object, found: { about: Set<string>; places: Set<string> }): void {
  for (const [name, value] of Object.entries(fields)) {
    const into = people.has(name) ? found.about : places.has(name) ? found.places : undefined;
    if (typeof value === "string") into?.add(value);
    else if (Array.isArray(value)) for (const one of value) if (typeof one === "string") into?.add(one);
  }
}

function fieldsUnder(event: object, name: string): object | undefined {
  const value: unknown = Object.entries(event).find(([key]) => key === name)?.[1];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

function idIn(fields: object | undefined): string | undefined {
  return fields && "id" in fields && typeof fields.id === "string" ? fields.id : undefined;
}
