/** A path as operations are declared with: `/v1/grants/:grant`. */
interface Addressed {
  readonly method: string;
  readonly path: string;
}

export interface Found<Row> {
  readonly row: Row;
  /** What stands in the path for its names. */
  readonly params: Readonly<Record<string, string>>;
}

interface Place<Row> {
  readonly below: Map<string, Place<Row>>;
  /** Where any word may stand. */
  any: Place<Row> | undefined;
  readonly rows: Map<string, { readonly row: Row; readonly names: readonly string[] }>;
}

/** Letters, digits and marks that stand for themselves; whatever else there is, is read elsewhere. */
const plain = /^(?:\/[\w.~-]+)+$/;

/**
 * Finds what a request's method and address name, in one walk along the address; undefined where that is nothing, and where
 * the address is written in any other way than plainly. A word goes before a name that would stand for it.
 */
export function addressesOf<Row>(
  rows: readonly Row[],
  addressOf: (row: Row) => Addressed,
): (method: string, url: string) => Found<Row> | undefined {
  const root = emptyPlace<Row>();
  for (const row of rows) {
    const { method, path } = addressOf(row);
    const words = path.split("/").slice(1);
    const names = words.flatMap((word) => (word.startsWith(":") ? [word.slice(1)] : []));
    let place = root;
    for (const word of words)
      place = word.startsWith(":") ? (place.any ??= emptyPlace()) : under(place, word);
    place.rows.set(method, { row, names });
  }
  return (method, url) => {
    const end = url.indexOf("?");
    const path = end === -1 ? url : url.slice(0, end);
    if (!plain.test(path)) return undefined;
    let place: Place<Row> | undefined = root;
    const values: string[] = [];
    for (let from = 1; place && from <= path.length;) {
      const slash = path.indexOf("/", from);
      const word = path.slice(from, slash === -1 ? path.length : slash);
      const below: Place<Row> | undefined = place.below.get(word);
      if (!below) values.push(word);
      place = below ?? place.any;
      from += word.length + 1;
    }
    const found = place?.rows.get(method);
    if (!found) return undefined;
    return {
      row: found.row,
      params: Object.fromEntries(found.names.map((name, at) => [name, values[at] ?? ""])),
    };
  };
}

function emptyPlace<Row>(): Place<Row> {
  return { below: new Map(), any: undefined, rows: new Map() };
}

function under<Row>(place: Place<Row>, word: string): Place<Row> {
  const known = place.below.get(word);
  if (known) return known;
  const made = emptyPlace<Row>();
  place.below.set(word, made);
  return made;
}
