import { createRequire } from 'node:module';
import { installedVersion } from '../versions.js';
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

/** Absent unless somebody installed it: its native library comes from a host that many networks block. */
function loadNative(): Tensorflow {
  const name = '@tensorflow/tfjs-node';
  if (installedVersion(name) === undefined) throw new Error('not installed (optional; see rectify doctor)');
  return createRequire(import.meta.url)(name) as Tensorflow;
}
