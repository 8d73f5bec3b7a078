export type { Activation, ActivationKind } from './activation.js';
export { closestName } from './closestName.js';
export type { Elementwise } from './elementwise.js';
export { erf, erfc } from './errorFunction.js';
export { type Elu, elu, type Selu, type Softplus, selu, softplus } from './exponentialUnits.js';
export type { ActivationFacts, Paper, WrittenFormula } from './facts/activationFacts.js';
export { activationFacts } from './facts.js';
export type { FloatArray } from './floatArray.js';
export { gain } from './gain.js';
export {
  type Gelu,
  type GeluOptions,
  gelu,
  type Hardswish,
  hardswish,
  type Mish,
  mish,
  type Silu,
  silu,
} from './gatedUnits.js';
export { type LearnedPrelu, learnedPrelu } from './learnedPrelu.js';
export { notesOn } from './notes.js';
export {
  type Crelu,
  crelu,
  type LeakyRelu,
  type Linear,
  leakyRelu,
  linear,
  type Prelu,
  type PreluOptions,
  prelu,
  type Relu,
  type Relu6,
  type Rrelu,
  type RreluOptions,
  relu,
  relu6,
  rrelu,
} from './piecewiseLinear.js';
export {
  ActivationSpecError,
  activationForms,
  activationKinds,
  parseActivation,
  printActivation,
} from './spec.js';
export { type Sigmoid, sigmoid, type Tanh, tanh } from './squashing.js';
