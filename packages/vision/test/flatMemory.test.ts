import { type SizesByProgram, sizesOf } from '@rectify/golden/residentSize';
import { beforeAll, expect, it } from 'vitest';

// The sizes over 10,000 steps, which take longer, stand in docs/performance.md.
let sizes: SizesByProgram;
beforeAll(async () => {
  sizes = await sizesOf(new URL('residentSizes.mjs', import.meta.url), ['1000']);
}, 240_000);

it.each(['step', 'detection'])('keeps resident size within 5 %% after the warm-up: %s', (program) => {
  const { before = 0, after = 0 } = sizes[program] ?? {};
  expect(after / before).toBeLessThan(1.05);
});
