import { canonical } from "../canonical.ts";

export type SqlValue = string | number | null;

/** How one property lies in one column. `read` throws where the column holds what no `write` puts there. */
export interface Column<T> {
  write(value: T): SqlValue;
  read(stored: SqlValue): T;
}

export const text: Column<string> = {
  write: (value) => value,
  read(stored) {
    if (typeof stored === "string") return stored;
    throw new TypeError("not a text");
  },
};

export const whole: Column<number> = {
  write: (value) => value,
  read(stored) {
    if (Number.isSafeInteger(stored)) return stored as number;
    throw new TypeError("not a whole number");
  },
};

/** Strict: were any other number read as yes or no, a changed row could open what it should keep shut. */
export const flag: Column<boolean> = {
  write: (value) => (value ? 1 : 0),
  read(stored) {
    if (stored === 0 || stored === 1) return stored === 1;
    throw new TypeError("neither 0 nor 1");
  },
};

export function oneOf<T extends string>(...words: readonly T[]): Column<T> {
  return {
    write: (value) => value,
    read(stored) {
      const word = words.find((candidate) => candidate === stored);
      if (word !== undefined) return word;
      throw new TypeError(`none of ${words.join(", ")}`);
    },
  };
}

/** Lists and records; written canonically, so that equal values are equal texts. */
export function json<T>(): Column<T> {
  return {
    write: canonical,
    read: (stored) => JSON.parse(text.read(stored)) as T,
  };
}

/** `null` is the column's own null, not JSON's. */
export function optional<T>(column: Column<T>): Column<T | null> {
  return {
    write: (value) => (value === null ? null : column.write(value)),
    read: (stored) => (stored === null ? null : column.read(stored)),
  };
}

/** Of a property that may be left out: null is that it is. */
export function absent<T>(column: Column<T>): Column<T | undefined> {
  return {
    write: (value) => (value === undefined ? null : column.write(value)),
    read: (stored) => (stored === null ? undefined : column.read(stored)),
  };
}
