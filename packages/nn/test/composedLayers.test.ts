// Self-attention against its formula in plain loops, and the transposed convolution against its definition.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { mul } from '../src/graph/arithmetic.js';
import { input } from '../src/graph/leaves.js';
import { conv2d, conv2dTranspose } from '../src/graph/linearAlgebra.js';
import { reduceSum } from '../src/graph/reductions.js';
import { sizeOf } from '../src/graph/shape.js';
import type { Value } from '../src/graph/value.js';
import { selfAttention } from '../src/layers/selfAttention.js';
import { randomStream } from '../src/random.js';
import { trace } from '../src/trace.js';
import { compute } from './conformance/compute.js';

const normal = (seed: number, name: string, count: number): number[] => {
  const random = randomStream(seed).split(name);
  return Array.from({ length: count }, () => random.normal());
};

interface Setting {
  readonly batch: number;
  readonly steps: number;
  readonly heads: number;
  readonly width: number;
  readonly causal: boolean;
  readonly seed: number;
}

const setting = fc.record<Setting>({
  batch: fc.integer({ min: 1, max: 2 }),
  steps: fc.integer({ min: 1, max: 4 }),
  heads: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 1, max: 3 }),
  causal: fc.boolean(),
  seed: fc.nat(),
});

/** y = W x + b for one step. */
function linear(x: readonly number[], weight: readonly number[], bias: readonly number[]): number[] {
  return bias.map((offset, row) =>
    x.reduce((sum, element, column) => sum + element * (weight[row * x.length + column] as number), offset),
  );
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, element, index) => sum + element * (b[index] as number), 0);

/** The formula of Vaswani et al. 2017 on one sequence, step by step and head by head. */
function attend(
  sequence: readonly (readonly number[])[],
  numbers: Readonly<Record<string, readonly number[]>>,
  { heads, width, causal }: Setting,
): number[] {
  const features = heads * width;
  const weights = (name: string): readonly number[] => numbers[name] as readonly number[];
  const projected = sequence.map((x) =>
    linear(x, weights('queryKeyValue.weight'), weights('queryKeyValue.bias')),
  );
  return projected.flatMap((own, step) => {
    const joined = Array.from({ length: heads }, (_, head) => {
      const part = (row: readonly number[], index: number): readonly number[] =>
        row.slice(index * features + head * width, index * features + (head + 1) * width);
      const seen = causal ? projected.slice(0, step + 1) : projected;
      const scores = seen.map((other) => Math.exp(dot(part(own, 0), part(other, 1)) / Math.sqrt(width)));
      const total = scores.reduce((sum, score) => sum + score, 0);
      return Array.from({ length: width }, (__, index) =>
        scores.reduce(
          (sum, score, at) => sum + (score / total) * (part(seen[at] ?? [], 2)[index] as number),
          0,
        ),
      );
    });
    return linear(joined.flat(), weights('output.weight'), weights('output.bias'));
  });
}

describe('selfAttention', () => {
  it('is its formula in plain loops', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async (drawn) => {
        const { batch, steps, heads, width, causal, seed } = drawn;
        const features = heads * width;
        const shapes: Record<string, readonly number[]> = { x: [batch, steps, features] };
        const parameter = (name: string, { shape }: { readonly shape: readonly number[] }): Value => {
          shapes[name] = shape;
          return input(name, shape);
        };
        const { output } = trace(selfAttention({ heads, causal }), input('x', [batch, steps, features]), {
          training: true,
          parameter,
          statistic: (name) => input(name, []),
        });
        const numbers = Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [name, normal(seed, name, sizeOf(shape))]),
        );
        const results = await compute(createReferenceEngine(), {
          outputs: { output },
          feeds: numbers,
          precision: 'float64',
        });
        const rows = Array.from({ length: batch * steps }, (_, row) =>
          (numbers.x ?? []).slice(row * features, (row + 1) * features),
        );
        const expected = Array.from({ length: batch }, (_, example) =>
          attend(rows.slice(example * steps, (example + 1) * steps), numbers, drawn),
        ).flat();
        expect(results.output).toEqual(expected.map((element) => expect.closeTo(element, 9)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('conv2dTranspose', () => {
  const window = fc.record({
    groups: fc.integer({ min: 1, max: 2 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 2 }),
    seed: fc.nat(),
  });

  it('is the adjoint of conv2d: <conv(x), y> = <x, convT(y)>', async () => {
    await fc.assert(
      fc.asyncProperty(window, async ({ groups, kernel, stride, padding, seed }) => {
        const options = {
          groups,
          strides: [stride, stride],
          padding: [padding, 0, padding, padding],
        } as const;
        const x = input('x', [2, 2 * groups, 4, 5]);
        const filter = input('filter', [3 * groups, 2, kernel, kernel]);
        const map = conv2d(x, filter, options);
        const y = input('y', map.shape);
        const spread = conv2dTranspose(y, filter, { ...options, inputShape: x.shape });
        const feeds = Object.fromEntries(
          Object.entries({ x, filter, y }).map(([name, { shape }]) => [
            name,
            normal(seed, name, sizeOf(shape)),
          ]),
        );
        const { left, right } = await compute(createReferenceEngine(), {
          outputs: { left: reduceSum(mul(map, y)), right: reduceSum(mul(x, spread)) },
          feeds,
          precision: 'float64',
        });
        expect(left[0]).toBeCloseTo(right[0] as number, 9);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a map that no convolution of the output would make', () => {
    const [x, filter] = [input('x', [1, 2, 3, 3]), input('filter', [2, 1, 3, 3])];
    expect(() =>
      conv2dTranspose(x, filter, { strides: [1, 1], padding: [0, 0, 0, 0], inputShape: [1, 1, 6, 6] }),
    ).toThrow(
      'conv2dInputGradient: a convolution of [1, 1, 6, 6] makes [1, 2, 4, 4], got [1, 2, 3, 3] (inputs [2, 1, 3, 3], [1, 2, 3, 3])',
    );
  });
});
