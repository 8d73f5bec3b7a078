// Activations that are compositions of other operations: their gradients follow from those.
import { add, clamp, div, erf, exp, mul, neg, square } from './arithmetic.js';
import { concat } from './movement.js';
import { elu, relu, sigmoid } from './rectifiers.js';
import type { Value } from './value.js';

/** min(max(0, x), 6) (Krizhevsky 2010); the derivative at 0 and at 6 is 0. */
export function relu6(x: Value): Value {
  return clamp(x, 0, 6);
}

/** relu(x) beside relu(-x) along an axis, by default the channels (Shang, Sohn, Almeida, Lee 2016). */
export function crelu(x: Value, axis = 1): Value {
  return relu(concat([x, neg(x)], axis));
}

/** scale * elu(x, alpha) with the constants of Klambauer, Unterthiner, Mayr, Hochreiter 2017. */
export function selu(x: Value): Value {
  return mul(elu(x, 1.6732632423543772), 1.0507009873554805);
}

/** x * sigmoid(x) (Elfwing, Uchibe, Doya 2018). */
export function silu(x: Value): Value {
  return mul(x, sigmoid(x));
}

/**
 * x * tanh(ln(1 + e^x)) (Misra 2020), as x * r / (r + 2) with r = e^x (e^x + 2): on a feature map, forward and backward
 * together take half the time of a softplus and a tanh.
 */
export function mish(x: Value): Value {
  // Right of 20 the quotient is 1 to the last bit of a double, left of -800 it is 0; the square stays finite in float32.
  const power = exp(clamp(x, -800, 20));
  const rise = mul(power, add(power, 2));
  return mul(x, div(rise, add(rise, 2)));
}

/** x * min(max(0, x + 3), 6) / 6 (Howard et al. 2019). */
export function hardswish(x: Value): Value {
  return mul(x, mul(clamp(add(x, 3), 0, 6), 1 / 6));
}

/**
 * x / 2 * (1 + erf(x / sqrt 2)) (Hendrycks, Gimpel 2016).
 *
 * @param approximation - `tanh` for x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))); default `none`
 */
export function gelu(
  x: Value,
  { approximation = 'none' }: { readonly approximation?: 'none' | 'tanh' | undefined } = {},
): Value {
  if (approximation === 'none') return mul(x, add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5));
  const bend = add(mul(square(x), 0.044715), 1);
  // (1 + tanh(u)) / 2 is sigmoid(2 u).
  return mul(x, sigmoid(mul(mul(x, bend), 2 * Math.sqrt(2 / Math.PI))));
}
