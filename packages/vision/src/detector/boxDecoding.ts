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
  sigmoid,
  sliceAxis,
  sub,
  type Value,
} from '@rectify/nn';

/** Pixels of the input from one cell of the prediction map to the next, along both axes. */
export const CELL_STRIDE_PIXELS = 8;

/** Channels in front of the class logits: x1, y1, x2, y2 in pixels of the input, objectness logit. */
export const BOX_CHANNELS = 5;

/** Chance that a cell holds an object, before anything is learned (Lin et al. 2017, section 4.1). */
const PRIOR_OBJECTNESS = 0.01;

/** Bound of the logarithm of size over prior, so that no box overflows. */
const LARGEST_LOG_SIZE = 5;

/**
 * Turns raw maps [B, 5 + C, H, W] into boxes, objectness and class logits of the same shape.
 *
 * Cell (column i, row j) with raw numbers t predicts, with stride s = 8 pixels and prior side p,
 *
 *   centre x = s (i + 2 sigmoid(t_0) - 0.5),   width  = p exp(t_2)
 *   centre y = s (j + 2 sigmoid(t_1) - 0.5),   height = p exp(t_3)
 *
 * The offset of -0.5 to 1.5 cells is YOLOv5's: it reaches the centres of objects in the neighbouring cells,
 * which are trained on too. The exponential size is YOLOv2's, with one prior instead of anchors.
 *
 * @param priorBoxPixels - side of the box at t = 0
 */
export function decodeBoxes(priorBoxPixels: number): Layer {
  return {
    kind: 'decodeBoxes',
    apply: (input) => {
      const [, channels = 0, height = 0, width = 0] = input.shape;
      const offset = sub(mul(sigmoid(sliceAxis(input, 1, 0, 2)), 2), 0.5);
      const centre = mul(add(offset, cellIndices(width, height)), CELL_STRIDE_PIXELS);
      const logSize = clamp(sliceAxis(input, 1, 2, 4), -LARGEST_LOG_SIZE, LARGEST_LOG_SIZE);
      const halfSize = mul(exp(logSize), priorBoxPixels / 2);
      const objectness = add(sliceAxis(input, 1, 4, 5), Math.log(PRIOR_OBJECTNESS / (1 - PRIOR_OBJECTNESS)));
      const classes = sliceAxis(input, 1, BOX_CHANNELS, channels);
      return concat([sub(centre, halfSize), add(centre, halfSize), objectness, classes], 1);
    },
  };
}

/** Column and row of each cell, [1, 2, H, W]. */
function cellIndices(width: number, height: number): Value {
  const columns = Float32Array.from({ length: width * height }, (_, cell) => cell % width);
  const rows = Float32Array.from({ length: width * height }, (_, cell) => Math.floor(cell / width));
  return constant([...columns, ...rows], [1, 2, height, width]);
}
