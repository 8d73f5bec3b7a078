// Networks put together by chance train alike on both engines: no fusion and no lowering changes what a graph means.
import { expect, it } from 'vitest';
import {
  activation,
  adam,
  batchNorm,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  ENGINES,
  flatten,
  globalAveragePool,
  identity,
  type Layer,
  type Model,
  maxPool,
  meanSquaredError,
  parallel,
  type RandomStream,
  randomStream,
  reduceMean,
  residual,
  sequential,
  sizeOf,
  square,
  upsample,
} from '../src/index.js';

const SPECS = ['relu', 'leaky_relu:0.1', 'prelu', 'prelu:0.1,shared', 'elu', 'tanh', 'sigmoid', 'linear'];

function pick<Item>(random: RandomStream, items: readonly Item[]): Item {
  return items[random.integer(items.length)] as Item;
}

/** A layer from maps to maps, whatever their size from 2x2 up. */
function mapLayer(random: RandomStream, depth = 0): Layer {
  const filters = 1 + random.integer(3);
  const inner = () => sequential([mapLayer(random, depth + 1), mapLayer(random, depth + 1)]);
  const choices: (() => Layer)[] = [
    () => conv2d(filters, { kernel: 1 + random.integer(3), bias: random.integer(2) === 0 }),
    () => sequential([conv2d(filters, { stride: 2 }), upsample(2)]),
    () => sequential([upsample(2), conv2d(filters, { kernel: 2, padding: 'valid' }), maxPool(2, 1)]),
    () => sequential([conv2d(filters, { bias: false }), batchNorm()]),
    () => activation(pick(random, SPECS)),
    () => residual(sequential([activation(pick(random, SPECS)), conv2d(2)]), conv2d(2, { kernel: 1 })),
    ...(depth > 1 ? [] : [() => parallel([identity(), sameSize(random), sameSize(random)]), inner]),
  ];
  return pick(random, choices)();
}

/** A layer that keeps the size of a map. */
function sameSize(random: RandomStream): Layer {
  return sequential([conv2d(1 + random.integer(2)), activation(pick(random, SPECS))]);
}

function network(random: RandomStream, seed: number): Model {
  const maps = Array.from({ length: 1 + random.integer(4) }, () => mapLayer(random));
  const head = random.integer(2) === 0 ? globalAveragePool() : flatten();
  const layers = [...maps, head, dense(3), activation(pick(random, SPECS)), dense(1)];
  return sequential(layers, { inputShape: [1 + random.integer(2), 4, 4], seed });
}

/** Loss, gradient norm and everything that was learned after each of three steps. */
async function train(engineName: (typeof ENGINES)[number], model: Model, random: RandomStream) {
  const trainer = await compileTrainer(await createEngine(engineName), {
    model,
    optimizer: adam({ epsilon: 1e-2, weightDecay: 0.01 }),
    batchSize: 3,
    inputs: { x: model.inputShape, y: [1] },
    copies: { target: 'frozen' },
    maximumGradientNorm: 1,
    loss: ({ predict, target, x, y }) => ({
      loss: meanSquaredError(predict(x), y),
      drift: reduceMean(square(target(x))),
    }),
  });
  const history: number[] = [];
  for (let step = 0; step < 3; step++) {
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
    const metrics = await trainer.step({ x: draw(3 * sizeOf(model.inputShape)), y: draw(3) });
    const { parameters, statistics } = trainer.state;
    history.push(...Object.values(metrics), ...parameters.read(), ...statistics.read());
  }
  await trainer.dispose();
  return history;
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))('network %i', async (seed) => {
  const random = randomStream(seed);
  const model = network(random.split('network'), seed);
  const [actual = [], expected = []] = await Promise.all(
    ENGINES.map((engineName) => train(engineName, model, random.split('data'))),
  );
  expect(actual).toHaveLength(expected.length);
  const errors = actual.map((number, index) => {
    const exact = expected[index] as number;
    return Math.abs(number - exact) / Math.max(1, Math.abs(exact));
  });
  expect(Math.max(...errors)).toBeLessThan(1e-4);
});
