/** Does work when it is its turn. */
export type Lanes = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * So many at a time, the rest in the order they came. Decoding a picture can take seconds of one of Node's few threads
 * for files: without a limit, whoever may upload could stop everybody's reading and writing.
 */
export function createLanes(count: number): Lanes {
  const waiting: (() => void)[] = [];
  let free = count;
  const turn = () =>
    new Promise<void>((resolve) => {
      if (free > 0) {
        free -= 1;
        resolve();
      } else waiting.push(resolve);
    });
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
