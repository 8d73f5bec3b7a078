import { type SizesByProgram, sizesOf } from '@rectify/golden/residentSize';
import { beforeAll, expect, it } from 'vitest';

// The sizes over 10,000 steps, or pictures, which take longer, stand in docs/performance.md.
let sizes: SizesByProgram;
beforeAll(async () => {
  sizes = {
    ...(await sizesOf(new URL('residentSizes.mjs', import.meta.url), ['1000'])),
    ...(await sizesOf(new URL('streamedSizes.mjs', import.meta.url), ['1600'])),
  };
}, 480_000);

function growth(program: string): number {
  const { before = 0, after = 0 } = sizes[program] ?? {};
  return after / before;
}

it.each(['step', 'detection'])('%s keeps resident size within a twentieth after the warm-up', (program) => {
  expect(growth(program)).toBeLessThan(1.05);
});

it('pictures that stream through a bounded cache keep resident size; kept without bound they would not', () => {
  // 33 MB of pixels go by. Threads that decode come and go with a few MB of their own.
  expect(growth('bounded')).toBeLessThan(1.1);
  const { before = 0, after = 0 } = sizes.unbounded ?? {};
  expect(after - before).toBeGreaterThan(25e6);
});
