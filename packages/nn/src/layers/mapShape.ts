import { printShape } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { Scope } from './layer.js';

/**
 * The sizes [B, C, H, W] of the feature map that a layer is applied to.
 *
 * @throws RangeError naming the layer if the input has other axes
 */
export function mapShape(
  layer: string,
  { shape }: Value,
  { path }: Scope,
): readonly [number, number, number, number] {
  if (shape.length !== 4) {
    throw new RangeError(
      `${layer} "${path}": input must have shape [batch, channels, height, width], got ${printShape(shape)}`,
    );
  }
  return shape as readonly number[] as readonly [number, number, number, number];
}
