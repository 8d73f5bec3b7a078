// The program of the README, as it stands there.
import { expect, it } from 'vitest';
import {
  activation,
  adam,
  compileTrainer,
  createEngine,
  dense,
  meanSquaredError,
  sequential,
} from '../src/index.js';

it('learns to multiply', async () => {
  const x = Float32Array.from({ length: 128 }, (_, index) => Math.sin(index));
  const y = Float32Array.from(
    { length: 64 },
    (_, row) => (x[2 * row] as number) * (x[2 * row + 1] as number),
  );

  const model = sequential([dense(64), activation('leaky_relu:0.01'), dense(1)], {
    inputShape: [2],
    seed: 7,
  });
  const trainer = await compileTrainer(await createEngine('onnx'), {
    model,
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize: 64,
    inputs: { x: [2], y: [1] },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
  const { loss } = await trainer.step({ x, y });

  let last = loss;
  for (let step = 0; step < 300; step++) last = (await trainer.step({ x, y })).loss;
  expect(last).toBeLessThan(loss / 20);
  await trainer.dispose();
});
