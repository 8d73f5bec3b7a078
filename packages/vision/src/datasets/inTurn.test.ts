import { expect, it } from 'vitest';
import { inTurn } from './inTurn.js';

it('runs as many tasks as the limit says, first come first served, and goes on after an error', async () => {
  let limit = 1;
  const gate = inTurn(() => limit);
  const begun: number[] = [];
  const ends: ((fails: boolean) => void)[] = [];
  const results = [0, 1, 2, 3].map((task) =>
    gate(async () => {
      begun.push(task);
      const fails = await new Promise<boolean>((end) => {
        ends[task] = end;
      });
      if (fails) throw new Error(`task ${task}`);
      return task;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0]);
  limit = 2;
  ends[0]?.(true);
  await expect(results[0]).rejects.toThrow('task 0');
  expect(begun).toEqual([0, 1, 2]);
  ends[2]?.(false);
  expect(await results[2]).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[1]?.(false);
  ends[3]?.(false);
  expect(await Promise.all([results[1], results[3]])).toEqual([1, 3]);
});
