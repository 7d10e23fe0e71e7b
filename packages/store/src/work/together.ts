interface Waiting<Item> {
  readonly item: Item;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** So many at once. */
const MOST = 200;

/**
 * Writes what comes in the same turn of the event loop, or while another write is under way, all at once: one commit for many.
 * Each is told when its own is written, or that it may not be. `groupOf`: what can be written together.
 */
export function together<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  groupOf: (item: Item) => string,
): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let writing = false;

  async function drain(): Promise<void> {
    for (let [first] = waiting; first; [first] = waiting) {
      const group = groupOf(first.item);
      const some = waiting.filter(({ item }) => groupOf(item) === group).slice(0, MOST);
      const taken = new Set(some);
      waiting = waiting.filter((one) => !taken.has(one));
      try {
        await write(some.map(({ item }) => item));
        for (const { done } of some) done();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    writing = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (writing) return;
      writing = true;
      setImmediate(() => void drain());
    });
}
