/** Rows a statement: few enough for any database's limit of parameters, many enough that an import is quick. */
const ROWS = 250;

/** In order, in pieces of at most `size`. */
export function* batches<T>(items: readonly T[], size = ROWS): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
