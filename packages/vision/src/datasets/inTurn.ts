/**
 * A gate for tasks: as many run at the same time as `limit` says when one wants to begin, the others wait in the order
 * in which they came.
 *
 * @returns a function that runs a task in its turn and gives its result, or its error
 */
export function inTurn(limit: () => number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const beginNext = (): void => {
    while (running < limit() && waiting.length > 0) {
      running++;
      waiting.shift()?.();
    }
  };
  return async (task) => {
    await new Promise<void>((begin) => {
      waiting.push(begin);
      beginNext();
    });
    try {
      return await task();
    } finally {
      running--;
      beginNext();
    }
  };
}
