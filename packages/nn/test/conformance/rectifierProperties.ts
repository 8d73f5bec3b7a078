// What makes a rectifier: the slope left of zero counts at zero too, and positive factors pass through.
import { describe, expect } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';
import { input } from '../../src/graph/leaves.js';
import { elu, leakyRelu, prelu, relu, sigmoid, softplus, tanh } from '../../src/graph/rectifiers.js';
import type { Value } from '../../src/graph/value.js';
import { compute, namedGradients } from './compute.js';
import { pointwise } from './pointwise.js';
import { engineTest, isDistinct, type Precision, SMALLEST_NORMAL, type Subject } from './subject.js';

type Function = (x: Value) => Value;

const SLOPES = [0, 0.25, -0.5, 1.5];

/** Finite points around the kink and far out, and the smallest numbers of the precision. */
function finitePoints(subject: Subject): number[] {
  const smallest = subject.precision === 'float32' ? 2 ** -149 : Number.MIN_VALUE;
  const magnitudes = [0, smallest, SMALLEST_NORMAL[subject.precision], 2 ** -20, 0.5, 1, 3, 1e4];
  return magnitudes.flatMap((x) => [x, -x]).filter((x) => isDistinct(x, subject));
}

/** Declares the tests of the kink rules, the extremes and homogeneity. */
export function rectifierProperties(subject: Subject): void {
  const { precision } = subject;
  const finite = finitePoints(subject);
  const points = [...finite, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

  describe('rectifiers', () => {
    engineTest(subject, 'relu is leakyRelu(0), in value and derivative at every point', async (engine) => {
      const plain = await pointwise(engine, relu, { points, precision });
      const leaky = await pointwise(engine, (x) => leakyRelu(x, 0), { points, precision });
      expectSame(leaky.forward, plain.forward);
      expectSame(leaky.derivative, plain.derivative);
    });

    engineTest(subject, 'prelu at slope s is leakyRelu(s), in value and derivative', async (engine) => {
      for (const slope of SLOPES) {
        // 0 * -Infinity has a test of its own.
        const places = points.filter((x) => slope !== 0 || x !== Number.NEGATIVE_INFINITY);
        await comparePreluWithLeakyRelu(engine, slope, { points: places, precision });
      }
    });

    engineTest(subject, 'prelu at slope 0 is 0 at -Infinity', (engine) =>
      comparePreluWithLeakyRelu(engine, 0, { points: [Number.NEGATIVE_INFINITY], precision }),
    );

    engineTest(subject, 'the derivative is the slope at 0 and left of it, 1 right of it', async (engine) => {
      for (const slope of SLOPES) {
        const { derivative } = await pointwise(engine, (x) => leakyRelu(x, slope), {
          points: finite,
          precision,
        });
        expectSame(
          derivative,
          finite.map((x) => (x > 0 ? 1 : slope)),
        );
      }
    });

    engineTest(subject, 'values at the extremes', async (engine) => {
      const extremes = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
      for (const [f, atInfinity, atMinusInfinity] of limits) {
        const { forward } = await pointwise(engine, f, { points: extremes, precision });
        expectSame(forward, [atInfinity, atMinusInfinity, Number.NaN]);
      }
    });

    engineTest(subject, "f(c x) = c f(x) and f'(c x) = f'(x) for c > 0", async (engine) => {
      for (const slope of SLOPES) {
        const f: Function = (x) => leakyRelu(x, slope);
        const base = finite.filter((x) => x === 0 || Math.abs(x) > 2 ** -40);
        const { forward, derivative } = await pointwise(engine, f, { points: base, precision });
        for (const c of [0.125, 0.5, 2, 64]) {
          const scaled = await pointwise(engine, f, { points: base.map((x) => c * x), precision });
          expectSame(
            scaled.forward,
            forward.map((y) => c * y),
          );
          expectSame(scaled.derivative, derivative);
        }
      }
    });
  });
}

/** Each function with its limits at +Infinity and -Infinity. */
const limits: readonly (readonly [Function, number, number])[] = [
  [relu, Number.POSITIVE_INFINITY, 0],
  [(x) => leakyRelu(x, 0), Number.POSITIVE_INFINITY, 0],
  [(x) => leakyRelu(x, 0.25), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [(x) => leakyRelu(x, -0.25), Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [(x) => elu(x, 0.5), Number.POSITIVE_INFINITY, -0.5],
  [sigmoid, 1, 0],
  [tanh, 1, -1],
  [softplus, Number.POSITIVE_INFINITY, 0],
];

async function comparePreluWithLeakyRelu(
  engine: Engine,
  slope: number,
  sampling: { readonly points: readonly number[]; readonly precision: Precision },
): Promise<void> {
  const { points, precision } = sampling;
  const leaky = await pointwise(engine, (x) => leakyRelu(x, slope), sampling);
  const x = input('x', [points.length]);
  const forward = prelu(x, input('slope', [1]));
  const { 'gradient/x': derivative = x } = namedGradients(forward, { x }, input('ones', x.shape));
  const feeds = { x: points, slope: [slope], ones: points.map(() => 1) };
  const parametric = await compute(engine, { outputs: { forward, derivative }, feeds, precision });
  expectSame(parametric.forward, leaky.forward);
  expectSame(parametric.derivative, leaky.derivative);
}

/** Equality in which NaN equals itself and 0 equals -0. */
function expectSame(actual: readonly number[], expected: readonly number[]): void {
  const positiveZero = (x: number): number => x + 0;
  expect(actual.map(positiveZero)).toEqual(expected.map(positiveZero));
}
