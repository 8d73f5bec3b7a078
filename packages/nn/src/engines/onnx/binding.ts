// How ONNX Runtime is called. A binding keeps the variables in its own form and opens models on them.
import type { Graph } from '../../graph/graph.js';
import type { Shape } from '../../graph/shape.js';
import type { Program, Variable, Variables } from '../engine.js';
import type { StageHost } from './stages/openStages.js';
import type { HeadAndTail } from './tail/splitOff.js';
import type { TensorType } from './tensorType.js';

/** A variable as a model takes or gives it. */
export interface VariableTensor {
  /** In the model. */
  readonly name: string;
  readonly variable: Variable;
  readonly shape: Shape;
}

/** A result that a run returns under the name that its caller knows. */
export interface OutputTensor extends TensorType {
  /** In the model. */
  readonly name: string;
  readonly returnedAs: string;
}

/** What a model takes and gives. */
export interface ModelTensors {
  /** What a run is fed, by the name in the model. */
  readonly inputs: ReadonlyMap<string, TensorType>;
  readonly read: readonly VariableTensor[];
  readonly outputs: readonly OutputTensor[];
  /** Results that become the content of variables. */
  readonly written: readonly VariableTensor[];
}

/** A way to call ONNX Runtime. */
export interface Binding {
  /** Whether a program reads variables where they lie, so that any part of one costs nothing to take. */
  readonly readsInPlace: boolean;
  variable(content: ArrayLike<number>): Variable;
  /** Whether a variable is of this binding. */
  owns(variable: Variable): boolean;
  /** What programs in stages run on. */
  readonly stages: StageHost;
  /** Takes over the end of a graph, if it can compute it itself on these variables; what is left is for a model. */
  splitOff?(graph: Graph, variables: Variables): Promise<HeadAndTail | null>;
  /**
   * Makes a program of an encoded model, on variables that the binding owns.
   *
   * @param tail - what was split off the model's graph
   * @throws Error if ONNX Runtime refuses the model
   */
  open(model: Uint8Array, tensors: ModelTensors, tail?: HeadAndTail['tail']): Promise<Program>;
}

/** What every binding asks of ONNX Runtime. */
export interface SessionOptions {
  /** Threads inside one operation. */
  readonly threads: number;
}
