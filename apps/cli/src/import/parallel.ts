/** Does the work for each item, so many at a time, taking the next only when there is a hand free. Stops at the first throw. */
export async function inParallel<Item>(
  items: AsyncIterable<Item>,
  hands: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  // A generator queues calls of next() and answers them in order, so that the hands can share it.
  const hand = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) await work(next.value);
  };
  try {
    await Promise.all(Array.from({ length: hands }, hand));
  } finally {
    await iterator.return?.();
  }
}
