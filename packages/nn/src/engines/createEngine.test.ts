import { expect, it } from 'vitest';
import { createEngine, ENGINES, type EngineName } from './createEngine.js';

it.each(ENGINES)('opens the engine %s', async (name) => {
  expect((await createEngine(name)).name.split(' ')[0]).toBe(name);
});

it('lists the engines when there is none of a name', async () => {
  await expect(createEngine('onxx' as EngineName)).rejects.toThrow(
    new RangeError('unknown engine "onxx"; known: onnx, tensorflow, reference'),
  );
});

it.each([0, -1, 1.5, Number.NaN, Infinity])('the onnx engine refuses %d threads', async (threads) => {
  await expect(createEngine('onnx', { threads })).rejects.toThrow(
    new RangeError(`onnx engine: threads must be an integer from 1 up, got ${threads}`),
  );
});
