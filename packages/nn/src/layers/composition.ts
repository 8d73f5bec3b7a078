// Layers made of layers.
import { add } from '../graph/arithmetic.js';
import { concat as join } from '../graph/movement.js';
import { printShape, sameShape } from '../graph/shape.js';
import { createModel, type Model, type ModelOptions } from '../model.js';
import { applyLayer, areTransparent, type Layer, leadingActivation } from './layer.js';

/**
 * Layers one behind the other. With options the sequence is a whole model, without them a part of one.
 *
 * @throws ShapeError or RangeError, with options, as `createModel`
 * @example
 * const model = sequential([dense(64), activation('prelu'), dense(1)], { inputShape: [2], seed: 7 });
 */
export function sequential(layers: readonly Layer[]): Layer;
export function sequential(layers: readonly Layer[], options: ModelOptions): Model;
export function sequential(layers: readonly Layer[], options?: ModelOptions): Layer | Model {
  const layer: Layer = {
    kind: 'sequential',
    activation: leadingActivation(layers),
    isTransparent: areTransparent(layers),
    apply: (input, scope) =>
      layers.reduce((value, part, index) => {
        const behind = layers.slice(index + 1);
        // The last layers hand on what follows the whole sequence.
        const next = areTransparent(behind) ? scope.followedBy : leadingActivation(behind);
        return applyLayer(part, value, scope.enter(`${index}.${part.kind}`, next));
      }, input),
  };
  return options === undefined ? layer : createModel(layer, options);
}

/**
 * The input added to what a layer makes of it (He et al. 2016).
 *
 * @param shortcut - brings the input to the shape of the sum where the layer changes it; default the input itself
 * @throws RangeError when applied, if both shapes differ
 * @example
 * const block = residual(sequential([conv2d(16), activation('relu'), conv2d(16)]), conv2d(16, { kernel: 1 }));
 */
export function residual(layer: Layer, shortcut?: Layer): Layer {
  return {
    kind: 'residual',
    apply: (input, scope) => {
      const main = applyLayer(layer, input, scope.enter(layer.kind, null));
      const direct =
        shortcut === undefined ? input : applyLayer(shortcut, input, scope.enter('shortcut', null));
      if (!sameShape(main.shape, direct.shape)) {
        throw new RangeError(
          `residual "${scope.path}": the layer makes ${printShape(main.shape)}, the shortcut ${printShape(direct.shape)}; give a shortcut that matches`,
        );
      }
      return add(main, direct);
    },
  };
}

/**
 * Several layers on the same input, their outputs joined along an axis; default the channels.
 *
 * @throws ShapeError when applied, if the outputs differ along another axis
 */
export function parallel(branches: readonly Layer[], axis = 1): Layer {
  return {
    kind: 'parallel',
    apply: (input, scope) =>
      join(
        branches.map((branch, index) => applyLayer(branch, input, scope.enter(`${index}.${branch.kind}`))),
        axis,
      ),
  };
}

/** The input as it is: a branch of `parallel`, or a shortcut. */
export function identity(): Layer {
  return { kind: 'identity', isTransparent: true, apply: (input) => input };
}
