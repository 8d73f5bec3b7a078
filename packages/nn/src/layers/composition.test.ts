import { gain, parseActivation } from '@rectify/activations';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engines/createEngine.js';
import { heNormal } from '../initializers.js';
import { createModel, type Model } from '../model.js';
import { createModelState } from '../modelState.js';
import { randomStream } from '../random.js';
import { activation } from './activation.js';
import { batchNorm } from './batchNorm.js';
import { identity, parallel, residual, sequential } from './composition.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import type { Layer } from './layer.js';
import { globalAveragePool, maxPool, upsample } from './pooling.js';

/** The factor of each weight's initial numbers over those with gain 1, by the name of its layer. */
function gainsOf(layer: Layer, inputShape: readonly number[]): Record<string, number> {
  const weights = createModel(layer, { inputShape }).parameters.filter(({ name }) =>
    name.endsWith('.weight'),
  );
  const first = (initializer: ReturnType<typeof heNormal>): number =>
    initializer([1, 1], randomStream(0))[0] as number;
  return Object.fromEntries(
    weights.map(({ name, initializer }) => [
      name.slice(0, -'.weight'.length),
      Number((first(initializer) / first(heNormal({ gain: 1 }))).toFixed(5)),
    ]),
  );
}

const SLOPED = Number(gain(parseActivation('leaky_relu:0.5')).toFixed(5));
const leaky = () => activation('leaky_relu:0.5');

describe('the gain of initial weights', () => {
  it('is that of the activation behind, and 1 ahead of a linear output', () => {
    const layer = sequential([dense(2), leaky(), dense(2), activation('tanh'), dense(1)]);
    expect(gainsOf(layer, [3])).toEqual({ '0.dense': SLOPED, '2.dense': 1.66667, '4.dense': 1 });
  });

  it('reaches through batch normalisation, pooling, upsampling and dropout', () => {
    const layer = sequential([
      conv2d(2),
      batchNorm(),
      maxPool(2),
      upsample(2),
      dropout(0.5),
      identity(),
      leaky(),
    ]);
    expect(gainsOf(layer, [1, 4, 4])).toEqual({ '0.conv2d': SLOPED });
  });

  it('stops at a layer with weights and at a mean', () => {
    const layer = sequential([conv2d(2), conv2d(2), globalAveragePool(), leaky()]);
    expect(gainsOf(layer, [1, 4, 4])).toEqual({ '0.conv2d': 1, '1.conv2d': 1 });
  });

  it('reaches into and out of sequences', () => {
    const layer = sequential([
      sequential([dense(2)]),
      leaky(),
      dense(2),
      sequential([batchNorm(), leaky(), dense(2)]),
      sequential([batchNorm()]),
      leaky(),
    ]);
    expect(gainsOf(layer, [3])).toEqual({
      '0.sequential.0.dense': SLOPED,
      '2.dense': SLOPED,
      '3.sequential.2.dense': SLOPED,
    });
  });

  it('is 1 at the end of a residual branch and in a shortcut', () => {
    const layer = sequential([
      residual(sequential([dense(2), leaky(), dense(2), batchNorm()]), dense(2)),
      leaky(),
    ]);
    expect(gainsOf(layer, [2])).toEqual({
      '0.residual.sequential.0.dense': SLOPED,
      '0.residual.sequential.2.dense': 1,
      '0.residual.shortcut': 1,
    });
  });

  it('reaches into parallel branches', () => {
    const layer = sequential([parallel([dense(1), sequential([dense(2), leaky(), dense(1)])]), leaky()]);
    expect(gainsOf(layer, [2])).toEqual({
      '0.parallel.0.dense': SLOPED,
      '0.parallel.1.sequential.0.dense': SLOPED,
      '0.parallel.1.sequential.2.dense': SLOPED,
    });
  });

  it('gives way to an initializer of its own', () => {
    const layer = sequential([dense(2, { initializer: heNormal({ gain: 0.1 }) }), leaky()]);
    expect(gainsOf(layer, [2])).toEqual({ '0.dense': 0.1 });
  });
});

describe('initial numbers', () => {
  const network = (spec: string, seed = 1): Model =>
    sequential([dense(4), activation(spec), dense(2)], { inputShape: [3], seed });

  const tensorsOf = async (model: Model): Promise<Map<string, readonly number[]>> => {
    const { parameters } = createModelState(await createEngine('reference'), model);
    const flat = Array.from(parameters.read());
    return new Map(
      model.parameters.map(({ name, shape, offset }) => [
        name,
        flat.slice(offset, offset + shape.reduce((product, axis) => product * axis, 1)),
      ]),
    );
  };

  it('of two activations are the same draws, scaled by their gains', async () => {
    const [relu, leaky] = [await tensorsOf(network('relu')), await tensorsOf(network('leaky_relu:0.5'))];
    expect(leaky.get('2.dense.weight')).toEqual(relu.get('2.dense.weight'));
    relu.get('0.dense.weight')?.forEach((weight, index) => {
      expect((leaky.get('0.dense.weight')?.[index] as number) / weight).toBeCloseTo(SLOPED / Math.SQRT2, 5);
    });
  });

  it('of two activations are equal under a common gain', async () => {
    const common = (spec: string): Model =>
      sequential([dense(4), activation(spec), dense(2)], {
        inputShape: [3],
        seed: 1,
        gainOf: () => Math.SQRT2,
      });
    const [relu, leaky] = [await tensorsOf(common('relu')), await tensorsOf(common('leaky_relu:0.5'))];
    expect(leaky).toEqual(relu);
    expect(relu).toEqual(await tensorsOf(network('relu')));
  });

  it('are zeros in biases and the initial slope in PReLU', async () => {
    const tensors = await tensorsOf(network('prelu:0.25'));
    expect(tensors.get('0.dense.bias')).toEqual([0, 0, 0, 0]);
    expect(tensors.get('1.prelu.slope')).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('of a layer do not change with the size of another', async () => {
    const wide = (units: number) => sequential([parallel([dense(units), dense(3)])], { inputShape: [2] });
    const [two, five] = [await tensorsOf(wide(2)), await tensorsOf(wide(5))];
    expect(five.get('0.parallel.1.dense.weight')).toEqual(two.get('0.parallel.1.dense.weight'));
  });

  it('depend on the seed and on the place', async () => {
    const square = (seed: number) => sequential([dense(3), dense(3)], { inputShape: [3], seed });
    const [one, two] = [await tensorsOf(square(1)), await tensorsOf(square(2))];
    expect(one.get('0.dense.weight')).not.toEqual(two.get('0.dense.weight'));
    expect(one.get('0.dense.weight')).not.toEqual(one.get('1.dense.weight'));
    expect(await tensorsOf(square(1))).toEqual(one);
  });
});

describe('activation', () => {
  it.each([
    ['prelu', [5], [5]],
    ['prelu:0.1,shared', [5], [1]],
    ['prelu', [3, 4, 4], [3, 1, 1]],
    ['prelu:0.1,shared', [3, 4, 4], [1, 1, 1]],
  ])('%s on %j learns slopes of shape %j', (spec, inputShape, shape) => {
    const { parameters } = sequential([activation(spec)], { inputShape });
    expect(parameters).toMatchObject([{ name: '0.prelu.slope', shape, decays: false }]);
  });

  it('is named in the model', () => {
    const model = sequential([residual(activation('prelu')), activation('leaky_relu')], { inputShape: [2] });
    expect(model.activations).toEqual([
      { layer: '0.residual.prelu', activation: 'prelu:0.25' },
      { layer: '1.leaky_relu', activation: 'leaky_relu:0.01' },
    ]);
  });
});

it('weight decay is for weights only', () => {
  const model = sequential(
    [conv2d(2), batchNorm(), activation('prelu'), residual(conv2d(2)), globalAveragePool(), dense(1)],
    { inputShape: [1, 4, 4] },
  );
  const decaying = model.parameters.filter(({ decays }) => decays).map(({ name }) => name);
  expect(decaying).toEqual(['0.conv2d.weight', '3.residual.conv2d.weight', '5.dense.weight']);
});
