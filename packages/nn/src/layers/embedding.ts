import { broadcastTo, gather, reshape } from '../graph/movement.js';
import { sizeOf } from '../graph/shape.js';
import type { Initializer } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import type { Layer } from './layer.js';

/** Settings of an embedding. */
export interface EmbeddingOptions {
  /** How the vectors start; default normal with deviation 1, as in PyTorch: each output is one weight, not a sum. */
  readonly initializer?: Initializer;
}

const unitNormal: Initializer = (shape, stream) => new Float32Array(sizeOf(shape)).map(() => stream.normal());

/**
 * A learned vector for each of `count` ids: int32 ids [B, ...] from 0 to count - 1 to [B, ..., size], weights [count, size].
 *
 * The model's `inputType` is `int32`. An id outside the range makes a run fail. Weight decay does not apply, because it
 * would shrink the vectors of ids that a batch lacks.
 *
 * @throws RangeError if a size is no positive integer, or, when applied, if the input holds no int32 ids
 */
export function embedding(
  count: number,
  size: number,
  { initializer = unitNormal }: EmbeddingOptions = {},
): Layer {
  positiveInteger('embedding: count', count);
  positiveInteger('embedding: size', size);
  return {
    kind: 'embedding',
    apply: (ids, scope) => {
      if (ids.dataType !== 'int32') {
        throw new RangeError(
          `embedding "${scope.path}": input must hold int32 ids, got ${ids.dataType}; set inputType`,
        );
      }
      const weight = scope.parameter('weight', { shape: [count, size], initializer });
      const rows = sizeOf(ids.shape);
      const index = broadcastTo(reshape(ids, [rows, 1]), [rows, size]);
      return reshape(gather(weight, index, 0), [...ids.shape, size]);
    },
  };
}
