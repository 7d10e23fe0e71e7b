import { isoTime, time, timeField } from "./fields.ts";

/** When a right begins and ends, half-open: `[from, until)`; left out: always. */
export const windowFields = {
  from: timeField.nullable().default(null),
  until: timeField.nullable().default(null),
};

export function isWindow({ from, until }: { from: number | null; until: number | null }): boolean {
  return from === null || until === null || from < until;
}

export const windowRule = { path: ["until"], message: "The end must come after the beginning." };

export const windowShape = { from: time.nullable(), until: time.nullable() };

/** A right as it is answered: its times in the API's form. */
export function withTimes<Row extends { readonly from: number | null; readonly until: number | null }>(
  row: Row,
) {
  return { ...row, from: isoTime(row.from), until: isoTime(row.until) };
}
