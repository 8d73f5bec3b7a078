// The direct predictor computes what the reference engine computes, or declines.
import { activationKinds } from '@rectify/activations';
import { isClose } from '@rectify/golden';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  activation,
  add,
  compilePredictor,
  conv2d,
  createEngine,
  createModel,
  createModelState,
  dense,
  directPredictor,
  flatten,
  type Layer,
  mul,
  randomStream,
  reduceMean,
  sequential,
  sub,
} from '../src/index.js';

const tolerance = { rtol: 1e-5, atol: 1e-6 };

/** A duelling head: a state's value, and each action's advantage over their mean. */
const duelling: Layer = {
  kind: 'duelling',
  apply: (input, scope) => {
    const value = dense(1).apply(input, scope.enter('value', null));
    const advantages = dense(3).apply(input, scope.enter('advantage', null));
    return add(value, sub(advantages, reduceMean(advantages, { axes: [1], keepDims: true })));
  },
};

const scaled: Layer = { kind: 'scale', apply: (input) => mul(input, 0.5) };

describe('directPredictor', async () => {
  const engine = await createEngine('reference');

  it.each([...activationKinds, 'prelu:0.1,shared', 'gelu:tanh'])(
    'agrees with the reference engine on a network of %s',
    async (spec) => {
      const layers = sequential([scaled, dense(7), activation(spec), dense(10), activation(spec), duelling]);
      const model = createModel(layers, { inputShape: [5], seed: 3 });
      const state = createModelState(engine, model);
      const direct = directPredictor({ model, state });
      const predictor = await compilePredictor(engine, { model, state, batchSize: 1 });
      const random = randomStream(7).split(spec);
      for (let round = 0; round < 5; round++) {
        const x = Float32Array.from({ length: 5 }, () => 2 * random.normal());
        const expected = await predictor.predict(x);
        const actual = Array.from(direct?.predict(x) ?? []);
        expect(actual.map((element, index) => isClose(element, expected[index] ?? 0, tolerance))).toEqual([
          true,
          true,
          true,
        ]);
      }
    },
  );

  it.each(['relu', 'leaky_relu:0.1', 'prelu', 'tanh'])(
    'has the same bits with vector instructions and without on networks of %s',
    (spec) => {
      const extremes = fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, 2 ** -149, -3e38);
      const number = fc.oneof({ weight: 9, arbitrary: fc.float({ noNaN: true, min: -2, max: 2 }) }, extremes);
      const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length });
      const units = fc.integer({ min: 1, max: 30 });
      const network = fc
        .tuple(units, units, units, fc.boolean())
        .chain(([inputs, first, second, isDuelling]) => {
          const layers = [
            dense(first),
            activation(spec),
            activation('relu'),
            dense(second),
            activation(spec),
          ];
          const model = sequential([...layers, isDuelling ? duelling : dense(2)], { inputShape: [inputs] });
          return fc.tuple(fc.constant(model), numbers(model.parameterCount), numbers(inputs));
        });
      fc.assert(
        fc.property(network, ([model, parameters, x]) => {
          const state = createModelState(engine, model);
          const vectors = directPredictor({ model, state });
          vi.stubGlobal('WebAssembly', undefined);
          const loops = directPredictor({ model, state });
          vi.unstubAllGlobals();
          state.parameters.write(parameters);
          const [actual, expected] = [vectors, loops].map((direct) => {
            direct?.refresh();
            return direct?.predict(Float32Array.from(x)).slice();
          });
          expect(actual).toEqual(expected);
        }),
      );
    },
  );

  it('computes with the numbers of the last refresh', () => {
    const model = sequential([dense(1)], { inputShape: [2], seed: 7 });
    const trainer = { state: createModelState(engine, model) };
    const direct = directPredictor({ model, state: trainer.state });
    const [value] = direct?.predict(Float32Array.of(0.5, -0.5)) ?? [];
    trainer.state.parameters.write([2, 4, 1]);
    expect(direct?.predict(Float32Array.of(0.5, -0.5))).toEqual(Float32Array.of(value ?? 0));
    direct?.refresh();
    expect(direct?.predict(Float32Array.of(0.5, -0.5))).toEqual(Float32Array.of(0));
  });

  it('declines a convolution, and an input of another size', () => {
    const images = sequential([conv2d(2), flatten(), dense(1)], { inputShape: [1, 4, 4] });
    expect(directPredictor({ model: images, state: createModelState(engine, images) })).toBeNull();
    const model = sequential([dense(1)], { inputShape: [2] });
    const direct = directPredictor({ model, state: createModelState(engine, model) });
    expect(() => direct?.predict(Float32Array.of(1))).toThrow('must have 2 elements, got 1');
  });

  it.each([
    ['relu', [0, 0, 0, 0, 2 ** -149, 1, Infinity, Number.NaN]],
    ['leaky_relu:0.5', [-Infinity, -1, -0, 0, 2 ** -149, 1, Infinity, Number.NaN]],
    ['prelu:0.5', [-Infinity, -1, -0, 0, 2 ** -149, 1, Infinity, Number.NaN]],
  ])('gives %s of extremes exactly', (spec, expected) => {
    const model = createModel(activation(spec), { inputShape: [8], seed: 0 });
    const direct = directPredictor({ model, state: createModelState(engine, model) });
    const x = Float32Array.of(-Infinity, -2, -0, 0, 2 ** -149, 1, Infinity, Number.NaN);
    expect(direct?.predict(x)).toEqual(Float32Array.from(expected));
  });
});
