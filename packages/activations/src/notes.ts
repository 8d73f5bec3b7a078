import type { Activation } from './activation.js';

/**
 * What a reader of results should know about unusual parameters: one sentence each, none for usual ones.
 *
 * @example
 * notesOn(leakyRelu(0.01)); // []
 */
export function notesOn(activation: Activation): readonly string[] {
  switch (activation.kind) {
    case 'leaky_relu':
      return notesOnSlope('negativeSlope', activation.negativeSlope);
    case 'prelu':
      return notesOnSlope('initialSlope', activation.initialSlope);
    case 'rrelu':
      return notesOnSlope('upper', activation.upper);
    case 'relu':
    case 'crelu':
    case 'relu6':
    case 'elu':
    case 'selu':
    case 'gelu':
    case 'silu':
    case 'mish':
    case 'hardswish':
    case 'softplus':
    case 'sigmoid':
    case 'tanh':
    case 'linear':
      return [];
  }
}

function notesOnSlope(name: string, slope: number): readonly string[] {
  if (slope <= 1) return [];
  return [
    `${name} ${slope} is above 1: negative input is amplified more than positive input, ` +
      `and the function is min(x, ${slope} x) rather than max(x, ${slope} x).`,
  ];
}
