// Batch normalisation while training: the batch's own statistics, and running ones that follow them.
import { describe, expect, it } from 'vitest';
import {
  type BatchNormOptions,
  batchNorm,
  compilePredictor,
  compileTrainer,
  createEngine,
  ENGINES,
  type EngineName,
  modelTensors,
  reduceMax,
  reduceMean,
  sequential,
  sgd,
  square,
} from '../src/index.js';

interface Setting extends BatchNormOptions {
  readonly inputShape?: readonly number[];
  readonly batchSize?: number;
}

/** A trainer at learning rate 0: only the statistics move. */
async function observer(
  engineName: EngineName,
  { inputShape = [1], batchSize = 4, ...options }: Setting = {},
) {
  const engine = await createEngine(engineName);
  const trainer = await compileTrainer(engine, {
    model: sequential([batchNorm(options)], { inputShape }),
    optimizer: sgd({ learningRate: 0 }),
    batchSize,
    inputs: { x: inputShape },
    loss: ({ predict, x }) => {
      const output = predict(x);
      return { loss: reduceMean(output), power: reduceMean(square(output)), peak: reduceMax(output) };
    },
  });
  const running = (name: 'mean' | 'variance'): number[] =>
    Array.from(modelTensors(trainer.model, trainer.state).tensors[`0.batchNorm.${name}`]?.data ?? []);
  return { engine, trainer, running };
}

describe.each(ENGINES)('on the %s engine', (engineName) => {
  // Mean 3, biased variance 14 / 4, unbiased variance 14 / 3.
  const x = Float32Array.of(1, 2, 3, 6);

  it('training normalises by mean and biased variance of the batch', async () => {
    const { trainer } = await observer(engineName);
    const { loss, power, peak } = await trainer.step({ x });
    expect(loss).toBeCloseTo(0, 6);
    expect(power).toBeCloseTo(3.5 / (3.5 + 1e-5), 6);
    expect(peak).toBeCloseTo(3 / Math.sqrt(3.5 + 1e-5), 6);
  });

  it('running statistics move by momentum, their variance unbiased', async () => {
    const { trainer, running } = await observer(engineName);
    expect([running('mean'), running('variance')]).toEqual([[0], [1]]);
    await trainer.step({ x });
    expect(running('mean')[0]).toBeCloseTo(0.1 * 3, 6);
    expect(running('variance')[0]).toBeCloseTo(0.9 + (0.1 * 14) / 3, 6);
    await trainer.step({ x: Float32Array.of(5, 5, 5, 5) });
    expect(running('mean')[0]).toBeCloseTo(0.9 * 0.3 + 0.1 * 5, 6);
    expect(running('variance')[0]).toBeCloseTo(0.9 * (0.9 + (0.1 * 14) / 3), 6);
  });

  it('momentum 1 keeps the last batch only', async () => {
    const { trainer, running } = await observer(engineName, { momentum: 1 });
    await trainer.step({ x });
    expect(running('mean')[0]).toBeCloseTo(3, 6);
    expect(running('variance')[0]).toBeCloseTo(14 / 3, 6);
  });

  it('evaluation uses the running statistics and leaves them alone', async () => {
    const { engine, trainer, running } = await observer(engineName, { momentum: 1 });
    await trainer.step({ x });
    const { model, state } = trainer;
    const predictor = await compilePredictor(engine, { model, state, batchSize: 1 });
    const [output] = await predictor.predict(Float32Array.of(10));
    expect(output).toBeCloseTo((10 - 3) / Math.sqrt(14 / 3 + 1e-5), 6);
    expect(running('mean')[0]).toBeCloseTo(3, 6);
  });

  it('a channel of a map counts every position of every example', async () => {
    const { trainer, running } = await observer(engineName, {
      inputShape: [2, 1, 2],
      batchSize: 2,
      momentum: 1,
    });
    await trainer.step({ x: Float32Array.of(1, 2, 10, 10, 3, 6, 20, 20) });
    expect(running('mean')[0]).toBeCloseTo(3, 6);
    expect(running('mean')[1]).toBeCloseTo(15, 5);
    expect(running('variance')[0]).toBeCloseTo(14 / 3, 5);
    expect(running('variance')[1]).toBeCloseTo(100 / 3, 4);
  });

  it('training refuses a batch with one value per channel', async () => {
    await expect(observer(engineName, { batchSize: 1 })).rejects.toThrow(
      new RangeError('batchNorm "0.batchNorm": training needs two values per channel, got 1'),
    );
  });
});
