// A case of the reference data of operations, as `ops.json` writes it.
import type { GoldenTensor } from '@rectify/golden';
import type { Shape } from '../../src/graph/shape.js';

type Pair = readonly [number, number];

/** The parameters of all operations; a case has those of its own. */
export interface GoldenParams {
  readonly axis: number;
  readonly axes: readonly number[] | null;
  readonly keepdim: boolean;
  readonly correction: number;
  readonly exponent: number;
  readonly min: number;
  readonly max: number;
  readonly eps: number;
  readonly momentum: number;
  readonly training: boolean;
  readonly normalized_shape: Shape;
  readonly kernel: number | Pair;
  readonly stride: number | Pair;
  readonly padding: number | Readonly<Record<'top' | 'left' | 'bottom' | 'right', number>>;
  readonly padding_mode: string;
  readonly scale: number;
  readonly shape: Shape;
  readonly perm: readonly number[];
  readonly pads: readonly Pair[];
  readonly value: number;
  readonly slices: readonly (readonly [start: number, stop: number, step: number])[];
  readonly tie_rule: 'index' | 'even';
}

type Tensors = Readonly<Record<string, GoldenTensor>>;

/** Inputs, parameters and results of one call in PyTorch. */
export interface GoldenCase {
  readonly name: string;
  readonly op: string;
  readonly params: GoldenParams;
  readonly inputs: Tensors;
  readonly output: GoldenTensor;
  readonly indices?: GoldenTensor;
  readonly running_mean_after?: GoldenTensor;
  readonly running_var_after?: GoldenTensor;
  readonly grad_output?: GoldenTensor;
  readonly grads?: Tensors;
  readonly grads_alternative?: Tensors;
}
