/** Everything a list holds; at most `limit` of it. */
export async function allOf<Item>(items: AsyncIterable<Item>, limit = Infinity): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) {
    all.push(item);
    if (all.length >= limit) break;
  }
  return all;
}

/** A whole list as one answer of the API's form, for programs. */
export async function wholeList(items: AsyncIterable<unknown>): Promise<string> {
  return JSON.stringify({ items: await allOf(items), next: null });
}
