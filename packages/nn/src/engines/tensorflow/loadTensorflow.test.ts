import { expect, it } from 'vitest';
import { loadTensorflow, type TensorflowBackend } from './loadTensorflow.js';
import { loadTfjsNode } from './loadTfjsNode.js';

it.each(['wasm', 'cpu'] as const)('loads the backend %s, which computes once it is active', async (name) => {
  const { tf, backend, version, activate } = await loadTensorflow({ backend: name });
  await loadTensorflow({ backend: name === 'cpu' ? 'wasm' : 'cpu' });
  activate();
  expect(tf.getBackend()).toBe(name);
  expect({ backend, version }).toEqual({ backend: name, version: tf.version_core });
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync());
  expect([...sum]).toEqual([2, 3]);
});

it('takes native without a choice, and says why where it takes another', async () => {
  const { backend, nativeAbsence } = await loadTensorflow();
  const { absence } = loadTfjsNode();
  expect({ backend, nativeAbsence }).toEqual({
    backend: absence === undefined ? 'native' : 'wasm',
    nativeAbsence: absence,
  });
});

it('native, where it is chosen, is there or is an error with the reason', async ({ skip }) => {
  const { absence } = loadTfjsNode();
  if (absence === undefined) skip('the native library is installed');
  await expect(loadTensorflow({ backend: 'native' })).rejects.toThrow(
    `tensorflow engine: the backend "native" is not available: ${absence}`,
  );
});

it('lists the backends when there is none of a name', async () => {
  await expect(loadTensorflow({ backend: 'gpu' as TensorflowBackend })).rejects.toThrow(
    new RangeError('unknown TensorFlow backend "gpu"; known: native, wasm, cpu'),
  );
});
