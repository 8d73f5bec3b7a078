// Rectifiers that are one node, or the last step of a convolution in blocks.
import { isOperation } from '../../graph/graph.js';
import type { Value } from '../../graph/value.js';
import { float, type GraphWriter, type OnnxAttributes } from './graphWriter.js';

/** ReLU or Leaky ReLU. */
export type Rectifier = Value<'relu'> | Value<'leakyRelu'>;

/** Whether the value is one. */
export function isRectifier(value: Value): value is Rectifier {
  return isOperation(value, 'relu') || isOperation(value, 'leakyRelu');
}

/** A node that applies it to a map. */
export function emitRectifier(rectifier: Rectifier, map: string, writer: GraphWriter): string {
  if (!isOperation(rectifier, 'leakyRelu')) return writer.emit('Relu', [map]);
  return writer.emit('LeakyRelu', [map], { alpha: float(rectifier.attributes.negativeSlope) });
}

/** Attributes of a convolution in blocks that applies it. */
export function rectifierAttributes(rectifier: Rectifier): OnnxAttributes {
  if (!isOperation(rectifier, 'leakyRelu')) return { activation: 'Relu' };
  const { negativeSlope } = rectifier.attributes;
  return { activation: 'LeakyRelu', activation_params: { floats: [negativeSlope] } };
}
