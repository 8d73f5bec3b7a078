// Bytes, indices and masks on their way into and out of arithmetic.
import { describe, expect } from 'vitest';
import { mul } from '../../src/graph/arithmetic.js';
import { argMax, equal, greater, oneHot, stopGradient, toFloat, where } from '../../src/graph/choice.js';
import { input } from '../../src/graph/leaves.js';
import { gather, reshape, sliceAxis, transpose } from '../../src/graph/movement.js';
import { reduceMean } from '../../src/graph/reductions.js';
import { compute, namedGradients } from './compute.js';
import { engineTest, type Subject } from './subject.js';

/** Declares the tests of element types. */
export function dataTypes(subject: Subject): void {
  const { precision } = subject;

  describe('element types', () => {
    engineTest(subject, 'bytes become numbers, moved before or after', async (engine) => {
      const image = input('image', [2, 3], 'uint8');
      const scaled = mul(toFloat(image), 1 / 256);
      const turned = toFloat(transpose(image, [1, 0]));
      const firstRow = toFloat(reshape(sliceAxis(image, 0, 0, 1), [3]));
      const feeds = { image: [0, 1, 128, 200, 254, 255] };
      const results = await compute(engine, { outputs: { scaled, turned, firstRow }, feeds, precision });
      expect(results.scaled).toEqual([0, 1, 128, 200, 254, 255].map((byte) => byte / 256));
      expect(results.turned).toEqual([0, 200, 1, 254, 128, 255]);
      expect(results.firstRow).toEqual([0, 1, 128]);
    });

    engineTest(subject, 'argMax returns the first of equal maxima as an int32', async (engine) => {
      const x = input('x', [3, 4]);
      const feeds = { x: [1, 7, 7, 0, -2, -2, -2, -2, 3, 1, 2, 3] };
      const outputs = { rows: argMax(x, 1), columns: argMax(x, 0), last: argMax(x, -1) };
      const results = await compute(engine, { outputs, feeds, precision });
      expect(outputs.rows.dataType).toBe('int32');
      expect(results.rows).toEqual([1, 0, 0]);
      expect(results.columns).toEqual([2, 0, 0, 2]);
      expect(results.last).toEqual(results.rows);
    });

    engineTest(subject, 'oneHot puts a 1 where the index says', async (engine) => {
      const index = input('index', [2, 2], 'int32');
      const feeds = { index: [0, 2, 1, 1] };
      const { hot } = await compute(engine, { outputs: { hot: oneHot(index, 3) }, feeds, precision });
      expect(hot).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0]);
    });

    engineTest(subject, 'the value of a chosen action, by gather and by oneHot', async (engine) => {
      const values = input('values', [3, 2]);
      const action = input('action', [3], 'int32');
      const gathered = gather(values, reshape(action, [3, 1]), 1);
      const masked = mul(values, oneHot(action, 2));
      const feeds = { values: [1, 2, 3, 4, 5, 6], action: [1, 0, 1] };
      const results = await compute(engine, { outputs: { gathered, masked }, feeds, precision });
      expect(results.gathered).toEqual([2, 3, 6]);
      expect(results.masked).toEqual([0, 2, 3, 0, 0, 6]);
    });

    engineTest(subject, 'labels are compared as integers: the accuracy of a batch', async (engine) => {
      const logits = input('logits', [4, 2]);
      const label = input('label', [4], 'int32');
      const accuracy = reduceMean(toFloat(equal(argMax(logits, 1), label)));
      const feeds = { logits: [1, 0, 0, 1, 1, 0, 0, 1], label: [0, 1, 1, 1] };
      const results = await compute(engine, { outputs: { accuracy }, feeds, precision });
      expect(results.accuracy).toEqual([0.75]);
    });

    engineTest(subject, 'masks are fed, made, returned and chosen by', async (engine) => {
      const fed = input('fed', [2, 3], 'bool');
      const x = input('x', [3]);
      const made = greater(x, 0);
      const outputs = { made, chosen: where(fed, x, -1), both: where(made, where(fed, 2, 1), 0) };
      const feeds = { fed: [1, 0, 1, 0, 1, 0], x: [5, -6, 0] };
      const results = await compute(engine, { outputs, feeds, precision });
      expect(results.made).toEqual([1, 0, 0]);
      expect(results.chosen).toEqual([5, -1, 0, -1, -6, -1]);
      expect(results.both).toEqual([2, 0, 0, 1, 0, 0]);
    });

    engineTest(
      subject,
      'comparisons with NaN are false, and where passes over the other branch',
      async (engine) => {
        const x = input('x', [3]);
        const outputs = { positive: greater(x, 0), same: equal(x, x), safe: where(greater(x, 0), x, 0) };
        const feeds = { x: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] };
        const results = await compute(engine, { outputs, feeds, precision });
        expect(results.positive).toEqual([0, 1, 0]);
        expect(results.same).toEqual([0, 1, 1]);
        expect(results.safe).toEqual([0, Number.POSITIVE_INFINITY, 0]);
      },
    );

    engineTest(
      subject,
      'stopGradient keeps the number and the gradient of the other factor',
      async (engine) => {
        const x = input('x', [3]);
        const output = mul(x, stopGradient(x));
        const derived = namedGradients(output, { x }, input('upstream', [3]));
        const feeds = { x: [1, -2, 3], upstream: [1, 1, 2] };
        const results: Record<string, number[]> = await compute(engine, {
          outputs: { output, ...derived },
          feeds,
          precision,
        });
        expect(results.output).toEqual([1, 4, 9]);
        expect(results['gradient/x']).toEqual([1, -2, 6]);
      },
    );
  });
}
