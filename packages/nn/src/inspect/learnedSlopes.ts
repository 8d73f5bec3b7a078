import { sizeOf } from '../graph/shape.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';

/** The learned slopes of one PReLU layer. */
export interface LearnedSlopes {
  readonly layer: string;
  /** One per channel, or one for all. */
  readonly slopes: readonly number[];
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The slopes of every PReLU layer as they are now; empty for other activations.
 *
 * @example
 * const [{ layer, mean } = { layer: 'none', mean: 0 }] = learnedSlopes(model, trainer.state);
 */
export function learnedSlopes(model: Model, state: ModelState): LearnedSlopes[] {
  const layers = new Map(
    model.activations.map(({ layer }) => [layer === '' ? 'slope' : `${layer}.slope`, layer]),
  );
  const parameters = state.parameters.read();
  return model.parameters.flatMap(({ name, offset, shape }) => {
    const layer = layers.get(name);
    if (layer === undefined) return [];
    const slopes = Array.from(parameters.subarray(offset, offset + sizeOf(shape)));
    const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    return [{ layer, slopes, mean, min: Math.min(...slopes), max: Math.max(...slopes) }];
  });
}
