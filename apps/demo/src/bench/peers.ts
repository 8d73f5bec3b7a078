import { type LoadedTensorflow, loadTensorflow, type TensorflowBackend } from '@rectify/nn/tensorflow';
import type { TransitionBatch } from './cartPoleUpdate.js';
import type { System } from './system.js';
import { layersModel, networkOfVariables } from './tensorflowNetworks.js';
import { tensorflowSystem } from './tensorflowSystem.js';

/** TensorFlow.js on the backends that Node has. */
export const peers: readonly System<TransitionBatch>[] = [
  tensorflowSystem('tfjs (WebAssembly)', loadWithGradients('wasm'), networkOfVariables),
  tensorflowSystem('tfjs (JavaScript)', loadWithGradients('cpu'), networkOfVariables),
  tensorflowSystem('tfjs-node (native)', loadWithGradients('native'), networkOfVariables),
  tensorflowSystem('tfjs-node (native), Layers', loadWithGradients('native'), layersModel),
];

/** A loader of TensorFlow.js that can differentiate. */
export function loadWithGradients(backend: TensorflowBackend): () => Promise<LoadedTensorflow> {
  return async () => {
    // Loading it registers the gradients of all operations, which the core's build for Node leaves out.
    await import('@tensorflow/tfjs-layers');
    return loadTensorflow({ backend });
  };
}
