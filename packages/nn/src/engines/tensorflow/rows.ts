// The table of the engine. A missing operation is a type error.
import { choice } from './choice.js';
import { activations, arithmetic } from './elementwise.js';
import { linearAlgebra } from './linearAlgebra.js';
import { maps } from './maps.js';
import { movement } from './movement.js';
import { reductions } from './reductions.js';
import type { Rows } from './row.js';

/** How the TensorFlow engine computes each operation. */
export const rows = {
  ...arithmetic,
  ...activations,
  ...choice,
  ...linearAlgebra,
  ...reductions,
  ...movement,
  ...maps,
} satisfies Rows;
