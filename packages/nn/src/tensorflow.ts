// TensorFlow.js itself, for what needs more of it than an engine.
export {
  type LoadedTensorflow,
  loadTensorflow,
  TENSORFLOW_BACKENDS,
  type Tensorflow,
  type TensorflowBackend,
  type TensorflowOptions,
} from './engines/tensorflow/loadTensorflow.js';
export { loadTfjsNode, type TfjsNode, type TfjsNodeResult } from './engines/tensorflow/loadTfjsNode.js';
