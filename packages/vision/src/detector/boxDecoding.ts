// From what the last convolution makes to boxes: inside the graph, so that training, prediction and the
// exported model share one definition.
import {
  add,
  clamp,
  concat,
  constant,
  exp,
  type Layer,
  mul,
  reshape,
  sigmoid,
  sliceAxis,
  sub,
  type Value,
} from '@rectify/nn';
import type { Size } from '../boxes/box.js';
import type { PredictionScale } from './predictionLayout.js';

/** Channels in front of the class logits: x1, y1, x2, y2 in pixels of the input, objectness logit. */
export const BOX_CHANNELS = 5;

/** Chance that a cell holds an object, before anything is learned (Lin et al. 2017, section 4.1). */
const PRIOR_OBJECTNESS = 0.01;

/** Bound of the logarithm of size over prior, so that no box overflows. */
const LARGEST_LOG_SIZE = 5;

/**
 * Turns the raw map of one scale, [B, 5 + C, H, W], into boxes, objectness and class logits, [B, 5 + C, H W].
 *
 * Cell (column i, row j) with raw numbers t predicts, with stride s, prior side p and centre radius r,
 *
 *   centre x = s (i + 0.5 + r (2 sigmoid(t_0) - 1)),   width  = p exp(t_2)
 *   centre y = s (j + 0.5 + r (2 sigmoid(t_1) - 1)),   height = p exp(t_3)
 *
 * The offset is YOLOv5's for r = 1, -0.5 to 1.5 cells: it reaches the centres of exactly the objects that the cell
 * can be asked to answer for. The exponential size is YOLOv2's, with one prior instead of anchors.
 *
 * @param centreRadius - in cells, see `PredictionLayout`
 */
export function decodeBoxes(
  { stridePixels, grid, priorBoxPixels }: PredictionScale,
  centreRadius: number,
): Layer {
  return {
    kind: 'decodeBoxes',
    apply: (input) => {
      const [batch = 1, channels = 0, height = 0, width = 0] = input.shape;
      const cells = reshape(input, [batch, channels, height * width]);
      const offset = mul(sub(mul(sigmoid(sliceAxis(cells, 1, 0, 2)), 2), 1), centreRadius);
      const centre = mul(add(offset, cellMiddles(grid)), stridePixels);
      const logSize = clamp(sliceAxis(cells, 1, 2, 4), -LARGEST_LOG_SIZE, LARGEST_LOG_SIZE);
      const halfSize = mul(exp(logSize), priorBoxPixels / 2);
      const objectness = add(sliceAxis(cells, 1, 4, 5), Math.log(PRIOR_OBJECTNESS / (1 - PRIOR_OBJECTNESS)));
      const classes = sliceAxis(cells, 1, BOX_CHANNELS, channels);
      return concat([sub(centre, halfSize), add(centre, halfSize), objectness, classes], 1);
    },
  };
}

/** The middle of each cell, in cells from the left and from the top, [1, 2, H W]. */
function cellMiddles({ width, height }: Size): Value {
  const columns = Float32Array.from({ length: width * height }, (_, cell) => (cell % width) + 0.5);
  const rows = Float32Array.from({ length: width * height }, (_, cell) => Math.floor(cell / width) + 0.5);
  return constant([...columns, ...rows], [1, 2, height * width]);
}
