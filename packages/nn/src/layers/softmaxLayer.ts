import { softmax } from '../graph/softmax.js';
import type { Layer } from './layer.js';

/**
 * Logits to probabilities along an axis, by default the last one. Losses take logits: train without this layer and put
 * it behind the network to predict.
 *
 * @throws RangeError when applied, if the input has no such axis
 */
export function softmaxLayer(axis = -1): Layer {
  return { kind: 'softmax', apply: (input) => softmax(input, axis) };
}
