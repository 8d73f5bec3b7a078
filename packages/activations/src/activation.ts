// The activations as values: what a network is built from, switched on by `kind`.
import type { Elu, Selu, Softplus } from './exponentialUnits.js';
import type { Gelu, Hardswish, Mish, Silu } from './gatedUnits.js';
import type { Crelu, LeakyRelu, Linear, Prelu, Relu, Relu6, Rrelu } from './piecewiseLinear.js';
import type { Sigmoid, Tanh } from './squashing.js';

/** Every activation, told apart by `kind`. Frozen; two are equal when their fields are. */
export type Activation =
  | Relu
  | LeakyRelu
  | Prelu
  | Rrelu
  | Crelu
  | Relu6
  | Elu
  | Selu
  | Softplus
  | Gelu
  | Silu
  | Mish
  | Hardswish
  | Sigmoid
  | Tanh
  | Linear;

/** The name of an activation without its parameters. */
export type ActivationKind = Activation['kind'];
