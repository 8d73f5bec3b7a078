export {
  type Activation,
  type ActivationKind,
  type Elu,
  elu,
  type LeakyRelu,
  type Linear,
  leakyRelu,
  linear,
  type Prelu,
  type PreluOptions,
  prelu,
  type Relu,
  relu,
  type Sigmoid,
  sigmoid,
  type Tanh,
  tanh,
} from './activation.js';
export { closestName } from './closestName.js';
export type { Elementwise } from './elementwise.js';
export { type ActivationFacts, activationFacts, type Paper, type WrittenFormula } from './facts.js';
export type { FloatArray } from './floatArray.js';
export { gain } from './gain.js';
export { type LearnedPrelu, learnedPrelu } from './learnedPrelu.js';
export { notesOn } from './notes.js';
export {
  ActivationSpecError,
  activationForms,
  activationKinds,
  parseActivation,
  printActivation,
} from './spec.js';
