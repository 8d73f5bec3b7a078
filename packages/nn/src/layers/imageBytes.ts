import { mul } from '../graph/arithmetic.js';
import { toFloat } from '../graph/choice.js';
import { transpose } from '../graph/movement.js';
import type { Layer } from './layer.js';

/**
 * Bytes of images as decoders give them, [B, H, W, C], as maps [B, C, H, W] of numbers in [0, 1].
 *
 * @throws ShapeError when applied, if the input has other axes
 */
export function imageBytes(): Layer {
  return { kind: 'imageBytes', apply: (input) => mul(toFloat(transpose(input, [0, 3, 1, 2])), 1 / 255) };
}
