import { createRequire } from 'node:module';
import type { System } from './system.js';
import { type Tensorflow, tensorflowSystem } from './tensorflowSystem.js';

/** TensorFlow.js on the backends that Node has. */
export const peers: readonly System[] = [
  tensorflowSystem('tfjs (WebAssembly)', 'wasm', async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    return loadCore();
  }),
  tensorflowSystem('tfjs (JavaScript)', 'cpu', async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    return loadCore();
  }),
  tensorflowSystem('tfjs-node (native)', 'tensorflow', async () => loadNative()),
];

async function loadCore(): Promise<Tensorflow> {
  // Loading it registers the gradients of all operations, which the core's build for Node leaves out.
  await import('@tensorflow/tfjs-layers');
  return import('@tensorflow/tfjs-core');
}

/** Absent unless its native library was provisioned: that comes from a host that many networks block. */
function loadNative(): Tensorflow {
  try {
    return createRequire(import.meta.url)('@tensorflow/tfjs-node') as Tensorflow;
  } catch (cause) {
    throw new Error('its native library is not installed (optional; see rectify doctor)', { cause });
  }
}
