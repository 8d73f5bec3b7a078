// Random numbers in a training step: dropout and randomised Leaky ReLU, on every engine.
import { assertAllClose } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  activation,
  add,
  compilePredictor,
  compileTrainer,
  createEngine,
  dense,
  dropout,
  ENGINES,
  type EngineName,
  type Layer,
  type LossSite,
  mul,
  reduceSum,
  restoreTrainer,
  sequential,
  sgd,
  type Trainer,
  trainerTensors,
  type Value,
  zeros,
} from '../src/index.js';

const WIDTH = 4096;

type Loss = (site: LossSite<'x', 'target'>) => Value;

/** Trains w in sum(layer(x) w): a step moves each weight by minus what the layer makes of its input. */
async function witness(
  engineName: EngineName,
  layer: Layer,
  {
    seed = 1,
    width = WIDTH,
    loss = ({ predict, x }) => reduceSum(predict(x)),
  }: { readonly seed?: number; readonly width?: number; readonly loss?: Loss } = {},
): Promise<Trainer<'x', 'target'>> {
  return compileTrainer(await createEngine(engineName), {
    model: sequential([layer, dense(1, { bias: false, initializer: zeros })], { inputShape: [width], seed }),
    optimizer: sgd({ learningRate: 1 }),
    batchSize: 1,
    inputs: { x: [width] },
    copies: { target: 'frozen' },
    loss,
  });
}

/** What the layer makes of an input whose elements all equal `element` in the next step. */
async function outputOf(trainer: Trainer<'x', 'target'>, element = 1): Promise<number[]> {
  const before = trainer.state.parameters.read();
  await trainer.step({ x: new Float32Array(before.length).fill(element) });
  const after = trainer.state.parameters.read();
  return Array.from(before, (weight, index) => Math.fround(weight - (after[index] as number)));
}

describe.each(ENGINES)('noise on the %s engine', (engineName) => {
  it('of dropout sets the share to 0 and scales the rest, so that the mean stays', async () => {
    const output = await outputOf(await witness(engineName, dropout(0.25)));
    const kept = Math.fround(1 / 0.75);
    expect(new Set(output)).toEqual(new Set([0, kept]));
    const dropped = output.filter((element) => element === 0).length / WIDTH;
    // Five standard deviations of a binomial share.
    expect(Math.abs(dropped - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / WIDTH));
  });

  it('of rrelu is a slope for each negative element, uniform between its bounds', async () => {
    const trainer = await witness(engineName, activation('rrelu:0.2,0.6'));
    const slopes = (await outputOf(trainer, -1)).map((element) => -element);
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0.199);
    expect(Math.max(...slopes)).toBeLessThan(0.601);
    const mean = slopes.reduce((sum, slope) => sum + slope, 0) / WIDTH;
    expect(Math.abs(mean - 0.4)).toBeLessThan((5 * 0.4) / Math.sqrt(12 * WIDTH));
    expect(new Set(slopes).size).toBeGreaterThan(WIDTH / 2);
  });

  it('may be normal, with mean 0 and variance 1', async () => {
    const noisy: Layer = {
      kind: 'noisy',
      apply: (input, scope) =>
        scope.training
          ? mul(input, scope.noise('factor', { shape: input.shape, distribution: 'normal' }))
          : input,
    };
    const numbers = await outputOf(await witness(engineName, noisy));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / WIDTH;
    const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / WIDTH;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(WIDTH));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / WIDTH));
  });

  it('leaves positive elements of rrelu alone', async () => {
    const trainer = await witness(engineName, activation('rrelu'), { width: 8 });
    expect(await outputOf(trainer, 3)).toEqual(new Array(8).fill(3));
  });

  it('is new in every step, and the same for the same seed and step', async () => {
    const masks = async (seed: number) => {
      const trainer = await witness(engineName, dropout(0.5), { seed });
      return [await outputOf(trainer), await outputOf(trainer)];
    };
    const [first, second] = await masks(1);
    expect(second).not.toEqual(first);
    expect(await masks(1)).toEqual([first, second]);
    expect((await masks(2))[0]).not.toEqual(first);
  });

  it('differs between the layers of a model and between calls of predict', async () => {
    const twice = await witness(engineName, sequential([dropout(0.5), dropout(0.5)]));
    const quarters = (await outputOf(twice)).filter((element) => element !== 0).length / WIDTH;
    expect(Math.abs(quarters - 0.25)).toBeLessThan(0.05);
    const calls = await witness(engineName, dropout(0.5), {
      loss: ({ predict, x }) => add(reduceSum(predict(x)), reduceSum(predict(x))),
    });
    expect(new Set(await outputOf(calls))).toEqual(new Set([0, 2, 4]));
  });

  it('follows from the number of updates, so that a resumed run is an unbroken one', async () => {
    const build = () => witness(engineName, sequential([dropout(0.5), activation('rrelu')]));
    const unbroken = await build();
    for (let step = 0; step < 3; step++) await outputOf(unbroken, -1);
    const interrupted = await build();
    for (let step = 0; step < 2; step++) await outputOf(interrupted, -1);
    const resumed = await build();
    restoreTrainer(resumed, trainerTensors(interrupted));
    await outputOf(resumed, -1);
    expect(resumed.state.parameters.read()).toEqual(unbroken.state.parameters.read());
  });

  it('is absent in frozen copies and in predictors', async () => {
    const trainer = await witness(engineName, sequential([dropout(0.5), activation('rrelu:0.2,0.6')]), {
      width: 3,
      loss: ({ predict, target, x }) => add(reduceSum(predict(x)), reduceSum(target(x))),
    });
    trainer.state.parameters.write([1, 10, 100]);
    trainer.copyParameters('target');
    const { model, state } = trainer;
    const predictor = await compilePredictor(await createEngine(engineName), { model, state, batchSize: 1 });
    const [output] = await predictor.predict(Float32Array.of(-1, 2, -3));
    expect(output).toBeCloseTo(-0.4 + 20 - 120, 4);
  });
});

describe('noise', () => {
  it('is the same on every engine, to the rounding of float32', async () => {
    const outputs = await Promise.all(
      ENGINES.map(async (name) => outputOf(await witness(name, activation('rrelu')), -1)),
    );
    const [first = [], ...others] = outputs;
    for (const output of others) {
      assertAllClose(output, first, { tolerance: { rtol: 1e-6, atol: 0 }, what: 'slopes' });
    }
  });

  it.each([-0.1, 1, Number.NaN])('of dropout refuses the rate %d', (rate) => {
    expect(() => dropout(rate)).toThrow(
      new RangeError(`dropout: rate must be from 0 up and below 1, got ${rate}`),
    );
  });
});
