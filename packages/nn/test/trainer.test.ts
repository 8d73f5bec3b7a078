// What a training step promises, on both engines.
import { InferenceSession } from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OnnxEngineOptions } from '../src/engines/onnx/onnxEngine.js';
import {
  activation,
  adam,
  adamw,
  batchNorm,
  compilePredictor,
  compileTrainer,
  conv2d,
  createEngine,
  createModelState,
  dense,
  ENGINES,
  type EngineName,
  globalAveragePool,
  type Initializer,
  linearSchedule,
  meanSquaredError,
  modelTensors,
  mul,
  reduceMean,
  reduceSum,
  type Schedule,
  sequential,
  sgd,
  sub,
  type TrainerOptions,
} from '../src/index.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const ones: Initializer = (shape) =>
  new Float32Array(shape.reduce((product, axis) => product * axis, 1)).fill(1);

/** y = w x with w = 1: everything about it can be done by hand. */
const line = () => sequential([dense(1, { bias: false, initializer: ones })], { inputShape: [1] });

type LineOptions = Partial<Omit<TrainerOptions<'x' | 'y', 'target'>, 'model' | 'batchSize' | 'inputs'>>;

/** Trains y = w x on two points with plain gradient descent. */
async function lineTrainer(engineName: EngineName, options: LineOptions = {}) {
  return compileTrainer(await createEngine(engineName), {
    model: line(),
    optimizer: sgd({ learningRate: 0.25 }),
    batchSize: 2,
    inputs: { x: [1], y: [1] },
    copies: { target: 'frozen' },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
    ...options,
  });
}

// Errors -1 and -2, loss 2.5, dLoss/dw = mean(2 error x) = -5 at w = 1.
const points = { x: Float32Array.of(1, 2), y: Float32Array.of(2, 4) };

describe.each(ENGINES)('a trainer on the %s engine', (engineName) => {
  it('makes the step that pen and paper make', async () => {
    const trainer = await lineTrainer(engineName);
    expect(await trainer.step(points)).toEqual({ loss: 2.5, gradientNorm: 5 });
    expect([...trainer.state.parameters.read()]).toEqual([1 + 0.25 * 5]);
    expect(trainer.updates).toBe(1);
  });

  it('reports the metrics of the loss beside it', async () => {
    const trainer = await lineTrainer(engineName, {
      loss: ({ predict, x, y }) => ({
        loss: meanSquaredError(predict(x), y),
        meanPrediction: reduceMean(predict(x)),
      }),
    });
    expect(await trainer.step(points)).toEqual({ loss: 2.5, gradientNorm: 5, meanPrediction: 1.5 });
  });

  it('reports vectors apart from the scalars', async () => {
    const trainer = await lineTrainer(engineName, {
      vectors: ['predictions'],
      loss: ({ predict, x, y }) => ({ loss: meanSquaredError(predict(x), y), predictions: predict(x) }),
    });
    expect(trainer.vectors).toEqual({});
    expect(await trainer.step(points)).toEqual({ loss: 2.5, gradientNorm: 5 });
    expect([...(trainer.vectors.predictions ?? [])]).toEqual([1, 2]);
  });

  it('moves the online parameters and not those of a frozen copy', async () => {
    const trainer = await lineTrainer(engineName, {
      loss: ({ predict, target, x, y }) => ({
        loss: meanSquaredError(predict(x), y),
        frozen: reduceSum(target(x)),
      }),
    });
    expect((await trainer.step(points)).frozen).toBe(3);
    expect((await trainer.step(points)).frozen).toBe(3);
    const moved = trainer.state.parameters.read()[0] as number;
    expect(moved).not.toBe(1);
    trainer.copyParameters('target');
    expect((await trainer.step(points)).frozen).toBeCloseTo(3 * moved, 5);
  });

  it('refuses to copy to a name that is no copy', async () => {
    const trainer = await lineTrainer(engineName);
    expect(() => trainer.copyParameters('tarket' as 'target')).toThrow(
      new RangeError('copyParameters: there is no copy "tarket"'),
    );
  });

  it('sends no gradient through a frozen copy', async () => {
    const trainer = await lineTrainer(engineName, {
      loss: ({ predict, target, x }) => meanSquaredError(mul(target(x), 3), predict(x)),
    });
    // Errors 2 x: dLoss/dw = mean(-2 * 2 x * x) = -10. Through the copy too it would be 20 more.
    expect((await trainer.step(points)).gradientNorm).toBe(10);
  });

  it('clips the gradient, and reports its norm before', async () => {
    const trainer = await lineTrainer(engineName, { maximumGradientNorm: 2 });
    expect((await trainer.step(points)).gradientNorm).toBe(5);
    expect(trainer.state.parameters.read()[0]).toBeCloseTo(1 + 0.25 * 2, 6);
  });

  it('asks schedules with the number of updates before', async () => {
    const asked: number[] = [];
    const schedule: Schedule = (step) => {
      asked.push(step);
      return linearSchedule({ initial: 0.25, final: 0, steps: 2 })(step);
    };
    const trainer = await lineTrainer(engineName, { optimizer: sgd({ learningRate: schedule }) });
    asked.length = 0;
    const weights: number[] = [];
    for (let step = 0; step < 3; step++) {
      await trainer.step(points);
      weights.push(trainer.state.parameters.read()[0] as number);
    }
    expect(asked).toEqual([0, 1, 2]);
    // Gradients 5 (w - 2): 1 + 0.25 * 5 = 2.25, then 2.25 - 0.125 * 1.25, then rate 0.
    expect(weights).toEqual([2.25, 2.09375, 2.09375]);
  });

  it('decays weights and nothing else', async () => {
    const model = sequential([dense(2, { initializer: ones }), batchNorm(), activation('prelu')], {
      inputShape: [1],
    });
    const trainer = await compileTrainer(await createEngine(engineName), {
      model,
      optimizer: adamw({ learningRate: 0.5, weightDecay: 0.1 }),
      batchSize: 2,
      inputs: { x: [1] },
      loss: ({ predict, x }) => mul(reduceSum(predict(x)), 0),
    });
    trainer.state.parameters.write(new Float32Array(model.parameterCount).fill(1));
    await trainer.step({ x: points.x });
    const { tensors } = modelTensors(model, trainer.state);
    const first = Object.fromEntries(
      model.parameters.map(({ name }) => [name, tensors[name]?.data[0]?.toFixed(5)]),
    );
    expect(first).toEqual({
      '0.dense.weight': '0.95000',
      '0.dense.bias': '1.00000',
      '1.batchNorm.scale': '1.00000',
      '1.batchNorm.offset': '1.00000',
      '2.prelu.slope': '1.00000',
    });
  });

  it('moves statistics once for each call of predict, one after the other', async () => {
    const trainer = await compileTrainer(await createEngine(engineName), {
      model: sequential([batchNorm({ momentum: 0.5 })], { inputShape: [1] }),
      optimizer: sgd({ learningRate: 0 }),
      batchSize: 2,
      inputs: { x: [1], y: [1] },
      loss: ({ predict, x, y }) => reduceSum(sub(predict(x), predict(y))),
    });
    await trainer.step(points);
    // Means 1.5 and 3: (0 + 1.5) / 2, then (0.75 + 3) / 2. Unbiased variances 0.5 and 2 from 1 on.
    expect([...trainer.state.statistics.read()]).toEqual([1.875, 1.375]);
  });

  it('gives a frozen copy the statistics too, and evaluates it with them', async () => {
    const trainer = await compileTrainer(await createEngine(engineName), {
      model: sequential([batchNorm({ momentum: 1 })], { inputShape: [1] }),
      optimizer: sgd({ learningRate: 0 }),
      batchSize: 2,
      inputs: { x: [1] },
      copies: { target: 'frozen' },
      loss: ({ predict, target, x }) => ({ loss: reduceSum(predict(x)), frozen: reduceSum(target(x)) }),
    });
    const { x } = points;
    expect((await trainer.step({ x })).frozen).toBeCloseTo(3 / Math.sqrt(1 + 1e-5), 5);
    trainer.copyParameters('target');
    expect((await trainer.step({ x })).frozen).toBeCloseTo(0, 5);
  });

  it('shares its state with predictors, which stay current', async () => {
    const engine = await createEngine(engineName);
    const trainer = await lineTrainer(engineName);
    const { model, state } = trainer;
    const predictor = await compilePredictor(engine, { model, state, batchSize: 1 });
    expect([...(await predictor.predict(Float32Array.of(4)))]).toEqual([4]);
    await trainer.step(points);
    expect([...(await predictor.predict(Float32Array.of(4)))]).toEqual([9]);
    await expect(predictor.predict(Float32Array.of(1, 2))).rejects.toThrow(
      new RangeError('input "input" must have 1 elements for shape [1, 1], got 2'),
    );
  });

  it('trains the state that it is given', async () => {
    const engine = await createEngine(engineName);
    const model = line();
    const state = createModelState(engine, model);
    const trainer = await lineTrainer(engineName, { state });
    await trainer.step(points);
    expect([...state.parameters.read()]).toEqual([2.25]);
    expect(trainer.state).toBe(state);
  });

  it('refuses feeds that do not fit, and counts no update', async () => {
    const trainer = await lineTrainer(engineName);
    await expect(trainer.step({ ...points, x: Float32Array.of(1) })).rejects.toThrow(
      new RangeError('input "x" must have 2 elements for shape [2, 1], got 1'),
    );
    await expect(trainer.step({ x: points.x } as typeof points)).rejects.toThrow(
      new RangeError('input "y" must have 2 elements for shape [2, 1], got nothing'),
    );
    expect(trainer.updates).toBe(0);
    expect([...trainer.state.parameters.read()]).toEqual([1]);
    await trainer.step(points);
    // Nor what an earlier step was fed.
    await expect(trainer.step({ x: points.x } as typeof points)).rejects.toThrow('got nothing');
    expect(trainer.updates).toBe(1);
  });

  it('refuses a step while another one runs', async () => {
    const trainer = await lineTrainer(engineName);
    const first = trainer.step(points);
    await expect(trainer.step(points)).rejects.toThrow(
      new Error('step: the one before is still running; await it first'),
    );
    await first;
    await trainer.step(points);
    expect(trainer.updates).toBe(2);
  });

  it.each<[string, LineOptions & { readonly batchSize?: number }]>([
    ['compileTrainer: batchSize must be an integer from 1 up, got 0', { batchSize: 0 }],
    [
      'compileTrainer: "loss" must be a scalar, got shape [2, 1]; reduce it, as reduceMean does',
      { loss: ({ predict, x }) => predict(x) },
    ],
    [
      'compileTrainer: "q" must be a scalar, got shape [2, 1]; reduce it, as reduceMean does, or list it in `vectors`',
      { loss: ({ predict, x }) => ({ loss: reduceMean(predict(x)), q: predict(x) }) },
    ],
    [
      'compileTrainer: every step reports "gradientNorm"; name the metric otherwise',
      { loss: ({ predict, x }) => ({ loss: reduceMean(predict(x)), gradientNorm: reduceMean(x) }) },
    ],
    ['clipByGlobalNorm: maximumNorm must be a positive number, got 0', { maximumGradientNorm: 0 }],
    [
      'meanSquaredError: the prediction and the target must have the same shape (inputs [2, 1], [1])',
      { loss: ({ predict, x, y }) => meanSquaredError(predict(x), reduceSum(y, { axes: [0] })) },
    ],
  ])('refuses: %s', async (message, options) => {
    const refused = lineTrainer(engineName, options);
    await expect(refused).rejects.toThrow(RangeError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['an input called predict', ['predict'], []],
    ['an input called parameters', ['parameters'], []],
    ['a copy with the name of an input', ['x'], ['x']],
  ])('refuses %s', async (_, inputs, copies) => {
    const refused = compileTrainer(await createEngine(engineName), {
      model: line(),
      optimizer: sgd(),
      batchSize: 1,
      inputs: Object.fromEntries(inputs.map((name) => [name, [1]])),
      copies: Object.fromEntries(copies.map((name) => [name, 'frozen' as const])),
      loss: ({ predict }) => predict as never,
    });
    await expect(refused).rejects.toThrow(
      new RangeError(
        `compileTrainer: "${copies[0] ?? inputs[0]}" is taken; inputs and copies need different names, other than predict, parameters and statistics`,
      ),
    );
  });

  it('allows names that every object inherits', async () => {
    const trainer = await compileTrainer(await createEngine(engineName), {
      model: line(),
      optimizer: sgd(),
      batchSize: 1,
      inputs: { x: [1] },
      copies: { toString: 'frozen' },
      loss: ({ predict, toString: target, x }) => meanSquaredError(predict(x), target(x)),
    });
    expect(await trainer.step({ x: Float32Array.of(1) })).toEqual({ loss: 0, gradientNorm: 0 });
  });

  it('refuses a model that learns nothing', async () => {
    const refused = compileTrainer(await createEngine(engineName), {
      model: sequential([activation('relu')], { inputShape: [1] }),
      optimizer: sgd(),
      batchSize: 1,
      inputs: { x: [1] },
      loss: ({ predict, x }) => reduceSum(predict(x)),
    });
    await expect(refused).rejects.toThrow(
      new RangeError('compileTrainer: the model has no parameters to learn'),
    );
  });

  it('refuses the state of another model', async () => {
    const engine = await createEngine(engineName);
    const state = createModelState(engine, sequential([dense(3)], { inputShape: [2] }));
    await expect(lineTrainer(engineName, { state })).rejects.toThrow(
      new RangeError('variable "parameters" must have 1 elements, got 9'),
    );
  });
});

it('the onnx engine refuses the state of another engine', async () => {
  const state = createModelState(await createEngine('reference'), line());
  await expect(lineTrainer('onnx', { state })).rejects.toThrow(
    new RangeError('onnx engine: variable "parameters" belongs to another engine'),
  );
});

/** A network with everything that has state. */
async function convolutional(seed: number, options: OnnxEngineOptions = {}) {
  return compileTrainer(await createEngine('onnx', options), {
    model: sequential(
      [
        conv2d(3),
        batchNorm(),
        activation('prelu'),
        globalAveragePool(),
        dense(8),
        activation('relu'),
        dense(1),
      ],
      { inputShape: [1, 4, 4], seed },
    ),
    optimizer: adam(),
    batchSize: 4,
    inputs: { x: [1, 4, 4], y: [1] },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
}

const images = {
  x: Float32Array.from({ length: 64 }, (_, index) => Math.sin(index)),
  y: Float32Array.of(1, -1, 0.5, 0),
};

describe('a step on ONNX Runtime', () => {
  it('is one run of one session', async () => {
    const trainer = await convolutional(1, { binding: 'package' });
    // The types hide that every session is of one class.
    const { prototype } = InferenceSession as unknown as { readonly prototype: InferenceSession };
    const run = vi.spyOn(prototype, 'run');
    await trainer.step(images);
    expect(run).toHaveBeenCalledTimes(1);
    await trainer.step(images);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('gives the same bits for the same seed, and asks no other source of chance', async () => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called');
    });
    const bitsAfter20Steps = async (seed: number): Promise<readonly Uint8Array[]> => {
      const trainer = await convolutional(seed);
      for (let step = 0; step < 20; step++) await trainer.step(images);
      const { parameters, statistics } = trainer.state;
      return [parameters, statistics].map((variable) => new Uint8Array(variable.read().buffer));
    };
    const first = await bitsAfter20Steps(1);
    expect(await bitsAfter20Steps(1)).toEqual(first);
    expect(await bitsAfter20Steps(2)).not.toEqual(first);
  });

  it('leaks nothing that 2,000 steps would show', async () => {
    const trainer = await convolutional(1);
    for (let step = 0; step < 200; step++) await trainer.step(images);
    const before = process.memoryUsage().rss;
    for (let step = 0; step < 2000; step++) await trainer.step(images);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100);
    await trainer.dispose();
  });
});
