import { type SizesByProgram, sizesOf } from '@rectify/golden/residentSize';
import { beforeAll, describe, expect, it } from 'vitest';

let sizes: SizesByProgram;
beforeAll(async () => {
  sizes = await sizesOf(new URL('residentSizes.mjs', import.meta.url));
}, 240_000);

const growthOf = (program: string): number => {
  const { before = 0, after = 0 } = sizes[program] ?? {};
  return after / before;
};

describe('10,000 steps after the warm-up', () => {
  it.each(['trainer', 'predictor', 'inspector'])('of a %s keep resident size within 5 %%', (program) => {
    expect(growthOf(program)).toBeLessThan(1.05);
  });

  it('of a program that leaks are found out', () => {
    expect(growthOf('leak')).toBeGreaterThan(1.05);
  });
});
