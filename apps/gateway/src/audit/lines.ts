import type { Act, Entry } from "@gatefold/store";
import { isoTime } from "../http/fields.ts";

export type Format = "jsonl" | "csv";

export const mediaTypes = {
  jsonl: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8",
} as const satisfies Record<Format, string>;

type Row = Readonly<Record<string, unknown>>;

export const columns = {
  journal: ["seq", "at", "change", "user", "credential", "origin", "type", "event", "hash", "previous"],
  acts: [
    "seq",
    "at",
    "act",
    "user",
    "credential",
    "permission",
    "place",
    "version",
    "connection",
    "effect",
    "code",
    "revision",
    "request",
  ],
} as const;

export function entryRow({ principal, at, account: _account, ...rest }: Entry): Row {
  const { user, credential } = principal;
  return { ...rest, at: isoTime(at), user, credential, type: rest.event.type };
}

export function actRow({ principal, at, account: _account, ...rest }: Act & { readonly seq: number }): Row {
  return { ...rest, at: isoTime(at), user: principal.user, credential: principal.credential };
}

/** A row as a line: JSON, or the columns' cells (RFC 4180). */
export function lineOf(row: Row, format: Format, names: readonly string[]): string {
  if (format === "jsonl")
    return `${JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name]])))}\n`;
  return csvLine(names.map((name) => row[name]));
}

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

/** Lists and records as JSON; nothing as an empty cell. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // A spreadsheet reads what begins so as a formula; behind an apostrophe it is text.
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
