import { describe, expect, it } from 'vitest';
import { input } from '../../graph/leaves.js';
import { gather } from '../../graph/movement.js';
import { createReferenceEngine } from './referenceEngine.js';

describe('the reference engine', () => {
  it.each([-1, 3])('refuses the index %i on an axis of size 3', async (index) => {
    const taken = gather(input('x', [1, 3]), input('index', [1, 1], 'int32'), 1);
    const program = await createReferenceEngine().compile({ outputs: { taken }, updates: {} });
    const feeds = { x: Float64Array.of(1, 2, 3), index: Int32Array.of(index) };
    await expect(program.run(feeds)).rejects.toThrow(`index must be from 0 to 2 on axis 1, got ${index}`);
  });

  it('computes in double precision', async () => {
    const x = input('x', [1]);
    const program = await createReferenceEngine().compile({ outputs: { x }, updates: {} });
    expect(await program.run({ x: Float64Array.of(0.1) })).toEqual({ x: Float64Array.of(0.1) });
  });
});
