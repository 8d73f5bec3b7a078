// Where the cells of the prediction maps lie, and which objects each map answers for.
import type { Size } from '../boxes/box.js';
import type { ArchitectureSettings } from './architectureSettings.js';

/** One map of predictions. */
export interface PredictionScale {
  /** Pixels of the input from one cell to the next, along both axes. */
  readonly stridePixels: number;
  /** Columns and rows. */
  readonly grid: Size;
  /** Index of its first cell among all; the others follow row by row. */
  readonly firstCell: number;
  /** Side of the square box that it predicts without knowledge, in pixels of the input. */
  readonly priorBoxPixels: number;
  /** The objects whose longer side is at least `from` and below `to` pixels. */
  readonly sidePixels: { readonly from: number; readonly to: number };
}

/** All maps of a network, the finest first. */
export interface PredictionLayout {
  readonly scales: readonly PredictionScale[];
  /** Cells of all maps together. */
  readonly cellCount: number;
  /** Cells whose middle is less than so many strides from an object's centre, along both axes, answer for it. */
  readonly centreRadius: number;
}

/** Pixels of the input between two cells of the finest map. */
const FINEST_STRIDE_PIXELS = 8;

/** The maps of an architecture. */
export function predictionLayout(architecture: ArchitectureSettings): PredictionLayout {
  const { inputSize, priorBoxPixels, centreRadius } = architecture;
  const scales: PredictionScale[] = [];
  let firstCell = 0;
  for (let index = 0; index < architecture.scales; index++) {
    const stridePixels = FINEST_STRIDE_PIXELS * 2 ** index;
    const grid = { width: inputSize.width / stridePixels, height: inputSize.height / stridePixels };
    const isCoarsest = index === architecture.scales - 1;
    // FCOS, section 3.2: stride 8 has the objects up to 64 pixels, the next stride those of twice the size.
    const sidePixels = {
      from: index === 0 ? 0 : 4 * stridePixels,
      to: isCoarsest ? Infinity : 8 * stridePixels,
    };
    scales.push({ stridePixels, grid, firstCell, priorBoxPixels: priorBoxPixels * 2 ** index, sidePixels });
    firstCell += grid.width * grid.height;
  }
  return { scales, cellCount: firstCell, centreRadius };
}
