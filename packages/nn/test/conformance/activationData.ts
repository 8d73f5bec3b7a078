// The reference data of activations, as `activations.json` writes it.
import { type GoldenNumber, type GoldenTensor, golden, type Tolerance } from '@rectify/golden';
import type { Precision } from './subject.js';

/** Parameters of an activation by name. */
export type Params = Readonly<Record<string, number>> & { readonly approximate?: 'none' | 'tanh' };

/** Value and derivative at each input. */
export interface Curve {
  readonly forward: readonly GoldenNumber[];
  readonly derivative: readonly GoldenNumber[];
}

/** A function sampled in both precisions. */
export interface GoldenFunction extends Readonly<Record<Precision, Curve>> {
  readonly name: string;
  readonly params: Params;
  /** Points where PyTorch's result is an accident of its formula and the limit is as good. */
  readonly exceptional_reference: readonly {
    readonly dtype: Precision;
    readonly index: number;
    readonly field: keyof Curve;
    readonly limit: GoldenNumber;
  }[];
}

/** PReLU with learned slopes: one for all, or one for each index of `weight_axis`. */
export interface PreluCase
  extends Readonly<Record<Precision, Readonly<Record<'output' | 'grad_x' | 'grad_slope', GoldenTensor>>>> {
  readonly name: string;
  readonly weight_axis: number | null;
  readonly inputs: Readonly<Record<'x' | 'slope' | 'grad_output', GoldenTensor>>;
}

/** Concatenated ReLU: relu(x) beside relu(-x) along an axis. */
export interface CreluCase {
  readonly axis: number;
  readonly inputs: Readonly<Record<'x' | 'grad_output', GoldenTensor>>;
  readonly float64: Readonly<Record<'output' | 'grad_x', GoldenTensor>>;
}

interface GoldenActivations {
  readonly header: {
    readonly tolerance: Readonly<Record<Precision, Tolerance>> & { readonly exact: readonly string[] };
  };
  readonly inputs: Readonly<Record<Precision, readonly GoldenNumber[]>>;
  readonly functions: readonly GoldenFunction[];
  readonly prelu_cases: readonly PreluCase[];
  readonly crelu_cases: readonly CreluCase[];
  readonly derivative_at_kinks: readonly {
    readonly function: string;
    readonly params: Params;
    readonly x: number;
    readonly pytorch: number;
  }[];
}

/** Reads the reference data. */
export function activationData(): GoldenActivations {
  return golden('activations');
}

/** The accepted deviation of a function: none if the header's list names it for this precision. */
export function activationTolerance(
  { header: { tolerance } }: GoldenActivations,
  name: string,
  precision: Precision,
): Tolerance {
  const isExact = tolerance.exact.some((line) => {
    const words: readonly string[] = line.match(/\w+/g) ?? [];
    return words.includes(name) && (precision === 'float64' || line.includes('both dtypes'));
  });
  return isExact ? { rtol: 0, atol: 0 } : tolerance[precision];
}
