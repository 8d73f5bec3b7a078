// Copies that follow the trained model: soft target networks and averaged weights, with numbers done by hand.
import { describe, expect, it } from 'vitest';
import {
  batchNorm,
  type Copies,
  compilePredictor,
  compileTrainer,
  createEngine,
  dense,
  ENGINES,
  type EngineName,
  type Following,
  type Initializer,
  meanSquaredError,
  movingAverage,
  reduceSum,
  sequential,
  sgd,
} from '../src/index.js';

const one: Initializer = () => Float32Array.of(1);

/** y = w x from w = 1 on, learning y = 2 x: with this rate half of the error is left after each update. */
async function lineTrainer<Copy extends string>(engineName: EngineName, copies: Copies<Copy>) {
  return compileTrainer(await createEngine(engineName), {
    model: sequential([dense(1, { bias: false, initializer: one })], { inputShape: [1] }),
    optimizer: sgd({ learningRate: 0.25 }),
    batchSize: 1,
    inputs: { x: [1], y: [1] },
    copies,
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
}

const point = { x: Float32Array.of(1), y: Float32Array.of(2) };

describe.each(ENGINES)('copies on the %s engine', (engineName) => {
  const followedWeights = async (following: Following, steps: number): Promise<number[]> => {
    const trainer = await lineTrainer(engineName, { target: following });
    const weights: number[] = [];
    for (let step = 0; step < steps; step++) {
      await trainer.step(point);
      weights.push(trainer.copies.target.parameters.read()[0] as number);
    }
    await trainer.dispose();
    return weights;
  };

  it('move their share of the way after the update', async () => {
    // The online weights are 1.5, 1.75, 1.875.
    expect(await followedWeights(0.5, 3)).toEqual([1.25, 1.5, 1.6875]);
    expect(await followedWeights(1, 3)).toEqual([1.5, 1.75, 1.875]);
    expect(await followedWeights(0, 3)).toEqual([1, 1, 1]);
    expect(await followedWeights('frozen', 3)).toEqual([1, 1, 1]);
  });

  it('ask a schedule with the number of updates before', async () => {
    expect(await followedWeights((step) => (step === 0 ? 0 : 0.5), 3)).toEqual([1, 1.375, 1.625]);
  });

  it('stand in the loss with their numbers of before the update', async () => {
    const trainer = await compileTrainer(await createEngine(engineName), {
      model: sequential([dense(1, { bias: false, initializer: one })], { inputShape: [1] }),
      optimizer: sgd({ learningRate: 0.25 }),
      batchSize: 1,
      inputs: { x: [1], y: [1] },
      copies: { target: 0.5, fixed: 'frozen' },
      loss: ({ predict, target, fixed, x, y }) => ({
        loss: meanSquaredError(predict(x), y),
        followed: reduceSum(target(x)),
        fixed: reduceSum(fixed(x)),
      }),
    });
    expect(await trainer.step(point)).toMatchObject({ followed: 1, fixed: 1 });
    expect(await trainer.step(point)).toMatchObject({ followed: 1.25, fixed: 1 });
    trainer.copyParameters('target');
    expect(await trainer.step(point)).toMatchObject({ followed: 1.75, fixed: 1 });
  });

  it('average running statistics like the parameters', async () => {
    const trainer = await compileTrainer(await createEngine(engineName), {
      model: sequential([batchNorm({ momentum: 1 })], { inputShape: [1] }),
      optimizer: sgd({ learningRate: 0 }),
      batchSize: 2,
      inputs: { x: [1] },
      copies: { average: 0.25 },
      loss: ({ predict, x }) => reduceSum(predict(x)),
    });
    await trainer.step({ x: Float32Array.of(1, 5) });
    // Mean 3 and unbiased variance 8, from 0 and 1 on.
    expect([...trainer.copies.average.statistics.read()]).toEqual([0.75, 2.75]);
  });

  it('are states to predict with', async () => {
    const engine = await createEngine(engineName);
    const trainer = await lineTrainer(engineName, { average: 0.5 });
    const { model, copies } = trainer;
    const predictor = await compilePredictor(engine, { model, state: copies.average, batchSize: 1 });
    await trainer.step(point);
    expect([...(await predictor.predict(Float32Array.of(4)))]).toEqual([5]);
  });

  it('refuse a share that is none', async () => {
    for (const share of [-0.1, 1.1, Number.NaN]) {
      await expect(lineTrainer(engineName, { target: share })).rejects.toThrow(
        new RangeError(`compileTrainer: the share of copy "target" must be from 0 to 1, got ${share}`),
      );
    }
    const trainer = await lineTrainer(engineName, { target: () => 2 });
    await expect(trainer.step(point)).rejects.toThrow(
      new RangeError('compileTrainer: the share of copy "target" at step 0 must be from 0 to 1, got 2'),
    );
    expect(trainer.updates).toBe(0);
  });
});

it('movingAverage warms up to its decay', () => {
  const share = movingAverage(0.9);
  expect([0, 1, 8, 80, 81, 1e6].map((step) => 1 - share(step))).toEqual(
    [1 / 10, 2 / 11, 9 / 18, 81 / 90, 0.9, 0.9].map((decay) => expect.closeTo(decay, 12)),
  );
  for (const decay of [-0.1, 1, Number.NaN]) {
    expect(() => movingAverage(decay)).toThrow(
      new RangeError(`movingAverage: decay must be from 0 up and below 1, got ${decay}`),
    );
  }
});
