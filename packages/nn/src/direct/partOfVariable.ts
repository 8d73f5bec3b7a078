import type { Value } from '../graph/value.js';

/** Whether a value shows numbers that change only when a direct predictor takes them over. */
export function isPartOfVariable({ operation, inputs: [source] }: Value): boolean {
  if (operation === 'variable') return true;
  const isView = operation === 'reshape' || operation === 'slice';
  return isView && source !== undefined && isPartOfVariable(source);
}
