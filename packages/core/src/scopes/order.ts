/** Where a row stands in a list: by its key, and among equals by its id; by code units, so that all machines agree. */
export interface Standing {
  readonly key: string;
  readonly id: string;
}

export interface Selection<Row> {
  readonly most: number;
  readonly keyOf: (row: Row) => string;
  /** Only rows that stand behind this one. */
  readonly after?: Standing | undefined;
  /** Asked only of rows that might be among the first. */
  readonly keep?: (row: Row) => boolean;
}

/** The first so many rows in order. A long list is neither sorted nor asked about whole. */
export function firstInOrder<Row extends { readonly id: string }>(
  rows: Iterable<Row>,
  { most, keyOf, after, keep }: Selection<Row>,
): Row[] {
  const first: (Standing & { readonly row: Row })[] = [];
  for (const row of rows) {
    const entry = { key: keyOf(row), id: row.id, row };
    if (after && !isBefore(after, entry)) continue;
    const last = first.at(-1);
    if (last && first.length === most && !isBefore(entry, last)) continue;
    if (keep && !keep(row)) continue;
    first.splice(positionIn(first, entry), 0, entry);
    if (first.length > most) first.pop();
  }
  return first.map(({ row }) => row);
}

function positionIn(sorted: readonly Standing[], entry: Standing): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] as Standing, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(one: Standing, other: Standing): boolean {
  return one.key === other.key ? one.id < other.id : one.key < other.key;
}
