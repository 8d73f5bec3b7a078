import type { Contrast } from '../contrasts/contrast.js';
import { smallestEffects } from './arms.js';

/** Tasks crossed with widths. */
export const signedTaskCells = ['negative-part', 'sine-forecast'].flatMap((task) =>
  [2, 8, 32].map((width) => ({ task, width })),
);

/** Validation error where the sign of the input matters, at equal width; `terms` have the better arm last. */
export const signedTasks = {
  study: 'signed-tasks',
  metric: 'error',
  tasks: signedTaskCells,
  rule: 'superior',
  smallestEffect: smallestEffects.error,
} as const satisfies Partial<Contrast>;
