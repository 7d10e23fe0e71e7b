/** A square's rows of colours, each after its filter's byte; the same for the same seed. */
export function rowsFrom(side: number, seed: number): Buffer {
  const rows = Buffer.alloc(side * (3 * side + 1));
  let state = seed >>> 0 || 1;
  for (let at = 0; at < rows.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    rows[at] = at % (3 * side + 1) === 0 ? 0 : state & 0xff;
  }
  return rows;
}
