// Where the maximum of a pooling window stands more than once. After a ReLU that is common: windows of zeros.
import { describe, expect } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';
import { input } from '../../src/graph/leaves.js';
import { maxPool2d } from '../../src/graph/maps.js';
import type { OperationAttributes } from '../../src/graph/operationSet.js';
import { compute, namedGradients } from './compute.js';
import { engineTest, type Precision, type Subject } from './subject.js';

/** Declares the tests of tied maxima. */
export function equalMaxima(subject: Subject): void {
  const { precision } = subject;

  describe('equal maxima of max-pooling', () => {
    engineTest(subject, 'receive together exactly the gradient of their window', async (engine) => {
      const attributes = { kernel: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } as const;
      const planes = [0, 0, 0, 0, 3, 1, 3, 2];
      const { gradient } = await poolOf(
        engine,
        { x: planes, shape: [1, 2, 2, 2], upstream: [8, 64] },
        { attributes, precision },
      );
      const total = (elements: readonly number[]): number =>
        elements.reduce((sum, element) => sum + element, 0);
      expect([total(gradient.slice(0, 4)), total(gradient.slice(4))]).toEqual([8, 64]);
    });

    engineTest(subject, 'leave the gradient to the first of them (tied maxima)', async (engine) => {
      const attributes = { kernel: [2, 2], strides: [1, 1], padding: [0, 0, 0, 0] } as const;
      const plane = [0, 4, 4, 4, 0, 0, 1, 1, 0];
      const upstream = [1, 10, 100, 1000];
      const { output, gradient } = await poolOf(
        engine,
        { x: plane, shape: [1, 1, 3, 3], upstream },
        { attributes, precision },
      );
      expect(output).toEqual([4, 4, 4, 1]);
      expect(gradient).toEqual([0, 11, 0, 100, 0, 0, 0, 1000, 0]);
    });
  });
}

interface Pooled {
  readonly x: readonly number[];
  readonly shape: readonly number[];
  readonly upstream: readonly number[];
}

interface Pooling {
  readonly attributes: OperationAttributes['maxPool2d'];
  readonly precision: Precision;
}

async function poolOf(engine: Engine, { shape, ...feeds }: Pooled, { attributes, precision }: Pooling) {
  const x = input('x', shape);
  const output = maxPool2d(x, attributes);
  const { 'gradient/x': gradient = x } = namedGradients(output, { x }, input('upstream', output.shape));
  return compute(engine, { outputs: { output, gradient }, feeds, precision });
}
