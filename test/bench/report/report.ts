/** What one bench found: rows to read, figures for machines, and how it stands to its targets. */
export interface Report {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly targets: readonly Target[];
  /** What a reader of the table should know. */
  readonly notes: readonly string[];
  /** The same in numbers; times in nanoseconds, memory in bytes. */
  readonly figures: readonly Readonly<Record<string, unknown>>[];
}

export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly bound: "at least" | "at most";
  readonly limit: number;
  readonly unit: string;
}

export function isMet({ measured, bound, limit }: Target): boolean {
  return bound === "at least" ? measured >= limit : measured <= limit;
}
