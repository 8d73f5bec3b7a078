// What optimizers promise beside the trajectories of PyTorch: few operations, decay where asked, checked options.
import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { printGraph } from '../src/graph/graph.js';
import { constant, input, variable } from '../src/graph/leaves.js';
import { adam } from '../src/optimizers/adam.js';
import { adamw } from '../src/optimizers/adamw.js';
import { clipByGlobalNorm } from '../src/optimizers/clipByGlobalNorm.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import { rmsprop } from '../src/optimizers/rmsprop.js';
import { sgd } from '../src/optimizers/sgd.js';
import { compute } from './conformance/compute.js';

/** The parameters after updates with these gradients; the first half of the parameters decays. */
async function parametersAfter(
  optimizer: Optimizer,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
): Promise<number[]> {
  const engine = createReferenceEngine();
  const shape = [start.length];
  const names = ['parameters', ...optimizer.slots];
  const variables = Object.fromEntries(
    names.map((name) => [name, engine.variable(name === 'parameters' ? start : start.map(() => 0))]),
  );
  const { parameters, slots } = optimizer.update({
    parameters: variable('parameters', shape),
    gradient: input('gradient', shape),
    slots: Object.fromEntries(optimizer.slots.map((name) => [name, variable(name, shape)])),
    scalars: Object.fromEntries(Object.keys(optimizer.scalars(0)).map((name) => [name, input(name, [])])),
    decay: constant(
      start.map((_, index) => (index < start.length / 2 ? 1 : 0)),
      shape,
    ),
  });
  for (const [step, gradient] of gradients.entries()) {
    const scalars = Object.entries(optimizer.scalars(step)).map(([name, value]) => [name, [value]]);
    await compute(engine, {
      outputs: {},
      updates: { parameters, ...slots },
      variables,
      feeds: { gradient, ...Object.fromEntries(scalars) },
      precision: 'float64',
    });
  }
  return Array.from(variables.parameters?.read() ?? []);
}

describe('updates', () => {
  it('of Adam are ten operations', () => {
    const vector = (name: string) => variable(name, [3]);
    const { parameters, slots } = adam().update({
      parameters: vector('parameters'),
      gradient: input('gradient', [3]),
      slots: { gradientSum: vector('gradientSum'), squareSum: vector('squareSum') },
      scalars: { stepSize: input('stepSize', []), scaledEpsilon: input('scaledEpsilon', []) },
    });
    expect(printGraph({ outputs: {}, updates: { parameters, ...slots } })).toMatchInlineSnapshot(`
      "%0 = variable(name="parameters") [3]
      %1 = variable(name="gradientSum") [3]
      %2 = constant(data=[0.9]) []
      %3 = mul(%1, %2) [3]
      %4 = input(name="gradient") [3]
      %5 = add(%3, %4) [3]
      %6 = variable(name="squareSum") [3]
      %7 = constant(data=[0.999]) []
      %8 = mul(%6, %7) [3]
      %9 = mul(%4, %4) [3]
      %10 = add(%8, %9) [3]
      %11 = sqrt(%10) [3]
      %12 = input(name="scaledEpsilon") []
      %13 = add(%11, %12) [3]
      %14 = div(%5, %13) [3]
      %15 = input(name="stepSize") []
      %16 = mul(%14, %15) [3]
      %17 = sub(%0, %16) [3]
      parameters: %17
      gradientSum: %5
      squareSum: %10"
    `);
  });

  it('name the slot that the trainer forgot', () => {
    const x = variable('x', [1]);
    expect(() => adam().update({ parameters: x, gradient: x, slots: { squareSum: x }, scalars: {} })).toThrow(
      'optimizer: needs "gradientSum", got squareSum',
    );
  });

  it('follow the schedule of the learning rate', async () => {
    const optimizer = sgd({ learningRate: (step) => 10 ** -step });
    expect(
      await parametersAfter(
        optimizer,
        [0, 0],
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      ),
    ).toEqual([expect.closeTo(-1.11, 12), expect.closeTo(-2.22, 12)]);
  });

  // A steady gradient has no variance: rounding takes the difference of the means below 0, here at step 644.
  it('of centered RMSprop survive a steady gradient', async () => {
    const optimizer = rmsprop({ centered: true, decayRate: 0.95 });
    const steady = Array.from({ length: 700 }, () => [1.1, 2.3]);
    expect((await parametersAfter(optimizer, [0, 0], steady)).every(Number.isFinite)).toBe(true);
  });
});

describe('weight decay', () => {
  const zeroGradient = [[0, 0]];

  it('leaves the parameters alone that the mask names', async () => {
    // With gradient 0 the L2 term alone moves the first parameter: by lr * wd * p, or by lr in Adam's and RMSprop's measure.
    expect(await parametersAfter(sgd({ learningRate: 0.1, weightDecay: 0.5 }), [2, 2], zeroGradient)).toEqual(
      [1.9, 2],
    );
    expect(
      await parametersAfter(adamw({ learningRate: 0.1, weightDecay: 0.5 }), [2, 2], zeroGradient),
    ).toEqual([1.9, 2]);
    for (const optimizer of [adam({ weightDecay: 0.5 }), rmsprop({ weightDecay: 0.5 })]) {
      const [decayed, spared] = await parametersAfter(optimizer, [2, 2], zeroGradient);
      expect(decayed).toBeLessThan(2);
      expect(spared).toBe(2);
    }
  });

  it('is stated for the summary', () => {
    expect([sgd(), rmsprop(), adam(), adamw()].map(({ weightDecay }) => weightDecay)).toEqual([
      0, 0, 0, 0.01,
    ]);
  });
});

describe('clipByGlobalNorm', () => {
  const gradient = constant([3, 4], [2]);
  const clip = async (maximumNorm: number) =>
    compute(createReferenceEngine(), {
      outputs: { ...clipByGlobalNorm(gradient, maximumNorm) },
      feeds: {},
      precision: 'float64',
    });

  it('shortens only what is too long', async () => {
    const factor = 1 / (5 + 1e-6);
    expect(await clip(1)).toEqual({ gradient: [3 * factor, 4 * factor], norm: [5] });
    expect(await clip(6)).toEqual({ gradient: [3, 4], norm: [5] });
    expect(await clip(Infinity)).toEqual({ gradient: [3, 4], norm: [5] });
  });

  it.each([0, -1, Number.NaN])('refuses the norm %d', (maximumNorm) => {
    expect(() => clipByGlobalNorm(gradient, maximumNorm)).toThrow(`got ${maximumNorm}`);
  });
});

describe('options', () => {
  it.each([
    [() => sgd({ learningRate: Number.NaN }), 'sgd: learningRate must be a finite number from 0 up, got NaN'],
    [() => adam({ learningRate: -1 }), 'adam: learningRate must be a finite number from 0 up, got -1'],
    [() => adam({ beta1: -0.1 }), 'adam: beta1 must be from 0 up and below 1, got -0.1'],
    [() => adamw({ beta2: 1 }), 'adamw: beta2 must be from 0 up and below 1, got 1'],
    [
      () => adamw({ weightDecay: Infinity }),
      'adamw: weightDecay must be a finite number from 0 up, got Infinity',
    ],
    [() => adam({ epsilon: -1e-8 }), 'adam: epsilon must be a finite number from 0 up, got -1e-8'],
    [() => rmsprop({ decayRate: 1.5 }), 'rmsprop: decayRate must be from 0 up and below 1, got 1.5'],
    [() => sgd({ momentum: Number.NaN }), 'sgd: momentum must be from 0 up and below 1, got NaN'],
    [
      () => sgd({ nesterov: true }),
      'sgd: nesterov needs momentum above 0 and dampening 0, got momentum 0 and dampening 0',
    ],
    [
      () => adam({ learningRate: (step) => 1 - step }).scalars(3),
      'adam: learningRate at step 3 must be a finite number from 0 up, got -2',
    ],
  ])('out of range are refused: %o', (build, message) => {
    expect(build).toThrow(new RangeError(message));
  });
});
