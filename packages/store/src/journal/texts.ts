import { type Event, textFields } from "@gatefold/core";
import { canonical, sha256 } from "../canonical.ts";

/** An event as plain data: what its rules call text may be a hash, or null where it was erased. */
export type EventData = Readonly<Record<string, unknown>> & { readonly type: string };

/** The event with every text that is there replaced by what `change` answers for it; null texts stay null. */
export function mapTexts(event: EventData, change: (path: string, text: unknown) => unknown): EventData {
  let mapped = event;
  for (const path of pathsOf(event.type)) {
    mapped = replaced(mapped, path.split("."), (text) => change(path, text)) as EventData;
  }
  return mapped;
}

/** What the chain holds in a text's place. */
export function textHash(salt: string, text: unknown): string {
  return sha256(canonical([salt, text]));
}

function pathsOf(type: string): readonly string[] {
  return Object.hasOwn(textFields, type) ? (textFields[type as Event["type"]] ?? []) : [];
}

function replaced(within: unknown, path: readonly string[], change: (text: unknown) => unknown): unknown {
  if (within === null || within === undefined) return within;
  const [name, ...rest] = path;
  if (name === undefined) return change(within);
  if (typeof within !== "object" || !Object.hasOwn(within, name)) return within;
  const fields = within as Record<string, unknown>;
  return { ...fields, [name]: replaced(fields[name], rest, change) };
}
