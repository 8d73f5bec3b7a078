// Run by flatMemory.test.ts: 10,000 steps of every kind of program, and of one that leaks.
import { reportSizes, watchResidentSize } from '@rectify/golden/residentSize';
import {
  activation,
  adam,
  batchNorm,
  compileInspector,
  compilePredictor,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  globalAveragePool,
  meanSquaredError,
  sequential,
} from '@rectify/nn';

const engine = await createEngine('onnx');
const model = sequential(
  [
    conv2d(4, { stride: 2 }),
    batchNorm(),
    activation('prelu'),
    globalAveragePool(),
    dense(8),
    activation('tanh'),
    dense(1),
  ],
  { inputShape: [1, 8, 8], seed: 1 },
);
const loss = {
  model,
  batchSize: 4,
  inputs: { x: [1, 8, 8], y: [1] },
  loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
};
const trainer = await compileTrainer(engine, {
  ...loss,
  optimizer: adam(),
  copies: { average: 0.01 },
});
const { state } = trainer;
const predictor = await compilePredictor(engine, { model, state, batchSize: 4 });
const inspector = await compileInspector(engine, { ...loss, state });

const x = Float32Array.from({ length: 4 * 64 }, (_, index) => Math.sin(index));
const y = Float32Array.of(0, 1, 2, 3);
const held = [];

const programs = {
  trainer: () => trainer.step({ x, y }),
  predictor: () => predictor.predict(x),
  inspector: () => inspector.inspect({ x, y }),
  leak: async () => held.push(new Float64Array(1024).fill(held.length)),
};
const sizes = {};
for (const [name, step] of Object.entries(programs)) {
  sizes[name] = await watchResidentSize(step, { warmUp: 2000, steps: 10_000 });
}
reportSizes(sizes);
