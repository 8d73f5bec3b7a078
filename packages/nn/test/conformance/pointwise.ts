// A function of one number at many points: its values and its derivatives.
import type { Engine } from '../../src/engines/engine.js';
import { input } from '../../src/graph/leaves.js';
import type { Value } from '../../src/graph/value.js';
import { compute, namedGradients } from './compute.js';
import type { Precision } from './subject.js';

/** What an engine makes of a function at each point. */
export interface Samples {
  readonly forward: readonly number[];
  readonly derivative: readonly number[];
}

/** Evaluates an elementwise function and its derivative at all points in one program. */
export async function pointwise(
  engine: Engine,
  f: (x: Value) => Value,
  { points, precision }: { readonly points: readonly number[]; readonly precision: Precision },
): Promise<Samples> {
  const x = input('x', [points.length]);
  const forward = f(x);
  const { 'gradient/x': derivative = x } = namedGradients(forward, { x }, input('ones', x.shape));
  const feeds = { x: points, ones: points.map(() => 1) };
  return compute(engine, { outputs: { forward, derivative }, feeds, precision });
}
