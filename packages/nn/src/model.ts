// A model: a layer with a known input, and the list of everything it learns and tracks. Parameters
// live in one flat vector, statistics in another; a spec says where in it each tensor lies.
import { printActivation } from '@rectify/activations';
import { input } from './graph/leaves.js';
import type { DataType } from './graph/operationSet.js';
import { printShape, type Shape, sizeOf } from './graph/shape.js';
import type { Initializer } from './initializers.js';
import type { GainRule, Layer } from './layers/layer.js';
import { positiveInteger } from './positiveInteger.js';
import { randomStream } from './random.js';
import { trace } from './trace.js';

/** A learned tensor and its place in the flat parameter vector. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly decays: boolean;
  readonly initializer: Initializer;
}

/** A tracked vector and its place in the flat statistics vector. */
export interface StatisticSpec {
  readonly name: string;
  readonly shape: readonly [number];
  readonly offset: number;
  /** One number for all elements, or one for each. */
  readonly initial: number | ArrayLike<number>;
}

/** What makes a layer a model. */
export interface ModelOptions {
  /** Shape of one input, without the batch axis. */
  readonly inputShape: Shape;
  /** Element type of the input; default `float32`. */
  readonly inputType?: DataType;
  /** Seed of the initial parameters; default 0. */
  readonly seed?: number;
  /**
   * The gain of initial weights ahead of an activation; default `gain` of @rectify/activations, the activation's own. With
   * `() => Math.SQRT2`, ReLU's for all of them, models that differ in their activations only start from equal weights.
   */
  readonly gainOf?: GainRule | undefined;
}

/** A network as a description; its numbers live in a `ModelState`. */
export interface Model {
  readonly layer: Layer;
  readonly inputShape: Shape;
  readonly inputType: DataType;
  readonly outputShape: Shape;
  readonly seed: number;
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly StatisticSpec[];
  readonly parameterCount: number;
  readonly statisticCount: number;
  /** The printed activation of each place where one is applied, by layer. Saved weights belong to them. */
  readonly activations: readonly { readonly layer: string; readonly activation: string }[];
}

/**
 * Makes a model of a layer by tracing it once.
 *
 * @throws ShapeError or RangeError if a layer cannot take what the one before makes, two tensors share a name, or a
 *   size or the seed is no integer in its range
 */
export function createModel(
  layer: Layer,
  { inputShape, inputType = 'float32', seed = 0, gainOf }: ModelOptions,
): Model {
  inputShape.forEach((size, axis) => {
    positiveInteger(`createModel: axis ${axis} of inputShape`, size);
  });
  // Refuses a bad seed here rather than when the first numbers are drawn.
  randomStream(seed);
  const parameters = new FlatLayout<Omit<ParameterSpec, 'offset'>>();
  const statistics = new FlatLayout<Omit<StatisticSpec, 'offset'>>();
  const { output, activations } = trace(layer, input('input', [1, ...inputShape], inputType), {
    training: false,
    gainOf,
    parameter: (name, { shape, initializer, decays = false }) => {
      parameters.add({ name, shape, initializer, decays });
      return input(name, shape);
    },
    statistic: (name, { size, initial }) => {
      statistics.add({ name, shape: [size], initial });
      return input(name, [size]);
    },
  });
  return {
    layer,
    inputShape,
    inputType,
    outputShape: output.shape.slice(1),
    seed,
    parameters: parameters.entries,
    statistics: statistics.entries,
    parameterCount: parameters.size,
    statisticCount: statistics.size,
    activations: activations.map((site) => ({
      layer: site.layer,
      activation: printActivation(site.activation),
    })),
  };
}

class FlatLayout<Entry extends { readonly name: string; readonly shape: Shape }> {
  readonly entries: (Entry & { readonly offset: number })[] = [];
  size = 0;

  add(entry: Entry): void {
    if (this.entries.some(({ name }) => name === entry.name)) {
      throw new RangeError(`model: two tensors are named "${entry.name}"`);
    }
    this.entries.push({ ...entry, offset: this.size });
    this.size += sizeOf(entry.shape);
  }
}

/**
 * The initial parameters, flat. Each tensor draws from a stream of its own name, so that models which
 * differ in their activations only start from the same draws, scaled by each activation's gain.
 */
export function initialParameters({ parameters, parameterCount, seed }: Model): Float32Array {
  const weights = randomStream(seed).split('weights');
  const flat = new Float32Array(parameterCount);
  for (const { name, shape, offset, initializer } of parameters) {
    flat.set(initializer(shape, weights.split(name)), offset);
  }
  return flat;
}

/** The initial statistics, flat. */
export function initialStatistics({ statistics, statisticCount }: Model): Float32Array {
  const flat = new Float32Array(statisticCount);
  for (const { shape, offset, initial } of statistics) {
    if (typeof initial === 'number') flat.fill(initial, offset, offset + shape[0]);
    else flat.set(initial, offset);
  }
  return flat;
}

/** A table of the learned tensors: name, shape, count. */
export function summarize({
  parameters,
  parameterCount,
  inputShape,
  outputShape,
  activations,
}: Model): string {
  const width = Math.max(5, ...parameters.map(({ name }) => name.length));
  const rows = parameters.map(
    ({ name, shape }) => `${name.padEnd(width)}  ${printShape(shape)}  ${sizeOf(shape)}`,
  );
  const kinds = [...new Set(activations.map(({ activation }) => activation))].join(', ') || 'none';
  return [
    `input ${printShape(inputShape)}, output ${printShape(outputShape)}, activations: ${kinds}`,
    ...rows,
    `${'total'.padEnd(width)}  ${parameterCount} parameters`,
  ].join('\n');
}
