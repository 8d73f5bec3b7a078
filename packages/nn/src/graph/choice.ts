// Comparing, choosing and counting: masks, indices and what they select.
import { broadcastAll, comparison } from './elementwise.js';
import { type Operand, toValue } from './leaves.js';
import { normalizeAxis } from './shape.js';
import { operation, type Value } from './value.js';

/** The mask a > b. */
export const greater = comparison('greater');

/** The mask a == b. */
export const equal = comparison('equal');

const choose = operation('where', 'three', {
  takesAnyType: true,
  output: (inputs) => {
    const [{ dataType }] = inputs;
    if (dataType !== 'bool') throw new RangeError(`the condition must be a mask, got ${dataType}`);
    return { shape: broadcastAll(inputs) };
  },
  gradient: ({ inputs: [condition], upstream }) => [
    null,
    where(condition, upstream, 0),
    where(condition, 0, upstream),
  ],
});

/** `a` where the mask `condition` holds, `b` elsewhere. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  return choose([condition, toValue(a), toValue(b)], {});
}

const indexOfMaximum = operation('argMax', 'one', {
  output: ([x], { axis }) => ({ shape: x.shape.filter((_, index) => index !== axis), dataType: 'int32' }),
  gradient: null,
});

/** Index of the first maximum along an axis, which disappears from the shape. */
export function argMax(x: Value, axis: number): Value {
  return indexOfMaximum([x], { axis: normalizeAxis('argMax', axis, x.shape.length) });
}

const indicator = operation('oneHot', 'one', {
  takesAnyType: true,
  output: ([index], { depth }) => ({ shape: [...index.shape, depth] }),
  gradient: null,
});

/** Adds a last axis of size `depth`: 1 at the position that the index names, 0 elsewhere. */
export function oneHot(index: Value, depth: number): Value {
  return indicator([index], { depth });
}

const convert = operation('toFloat', 'one', {
  takesAnyType: true,
  output: ([x]) => ({ shape: x.shape }),
  gradient: null,
});

/** Masks, indices and bytes as numbers. */
export function toFloat(x: Value): Value {
  return x.dataType === 'float32' ? x : convert([x], {});
}

const detach = operation('stopGradient', 'one', { output: ([x]) => ({ shape: x.shape }), gradient: null });

/** The same numbers, through which no gradient flows. */
export function stopGradient(x: Value): Value {
  return detach([x], {});
}
