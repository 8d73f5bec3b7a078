// What every activation can do: apply its formula to a number, or to each element of an array.
import { type FloatArray, outputFor, storedAs } from './floatArray.js';
import type { Formula } from './formulas.js';

/** A function that is applied to each element on its own. */
export interface Elementwise {
  /** f(x) in float64. NaN stays NaN. */
  forward(x: number): number;

  /** f'(x) in float64; at a kink the negative branch counts. */
  derivative(x: number): number;

  /**
   * f of every element.
   *
   * In a Float32Array the results are those of float32 arithmetic: the activation's parameter is rounded to
   * float32 before it is used, as PyTorch does.
   *
   * @param output - receives the results and is returned; may be `values` itself. Without it a new array is made
   * @throws RangeError if `output` differs from `values` in length or precision
   */
  map<Values extends FloatArray>(values: Values, output?: Values): Values;

  /** f' of every element; arguments as those of `map`. */
  mapDerivative<Values extends FloatArray>(values: Values, output?: Values): Values;
}

/** A formula with its parameter filled in. The two are private, so that activations compare by their fields. */
export class ElementwiseFunction implements Elementwise {
  readonly #formula: Formula;
  readonly #parameter: number;

  constructor(formula: Formula, parameter: number) {
    this.#formula = formula;
    this.#parameter = parameter;
  }

  forward(x: number): number {
    return this.#formula.value(x, this.#parameter);
  }

  derivative(x: number): number {
    return this.#formula.derivative(x, this.#parameter);
  }

  map<Values extends FloatArray>(values: Values, output?: Values): Values {
    return this.#each(this.#formula.value, values, output);
  }

  mapDerivative<Values extends FloatArray>(values: Values, output?: Values): Values {
    return this.#each(this.#formula.derivative, values, output);
  }

  #each<Values extends FloatArray>(rule: Formula['value'], values: Values, output?: Values): Values {
    const results = outputFor(values, output);
    const parameter = storedAs(values, this.#parameter);
    for (let index = 0; index < values.length; index++) {
      results[index] = rule(values[index] as number, parameter);
    }
    return results;
  }
}
