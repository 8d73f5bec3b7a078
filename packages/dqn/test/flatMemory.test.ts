import { type SizesByProgram, sizesOf } from '@rectify/golden/residentSize';
import { beforeAll, expect, it } from 'vitest';

let sizes: SizesByProgram;
beforeAll(async () => {
  sizes = await sizesOf(new URL('residentSizes.mjs', import.meta.url));
}, 240_000);

it.each(['update', 'agent'])(
  '10,000 steps after the warm-up keep resident size within 5 %%: %s',
  (program) => {
    const { before = 0, after = 0 } = sizes[program] ?? {};
    expect(after / before).toBeLessThan(1.05);
  },
);
