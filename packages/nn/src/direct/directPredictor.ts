// One example through a small dense network without an engine. Crossing into a native runtime costs
// as much as ten thousand multiplications here, and an agent crosses once for each of its steps.
import { isOperation } from '../graph/graph.js';
import { sizeOf } from '../graph/shape.js';
import { topologicalOrder } from '../graph/topologicalOrder.js';
import type { Value } from '../graph/value.js';
import { fillNoise } from '../noise.js';
import { type PredictorOptions, tracePrediction } from '../predictor.js';
import type { Kernel } from './kernel.js';
import { type KernelSite, kernels } from './kernels.js';
import { paysAsVectors } from './rowProduct.js';
import { openVectorMemory, VectorMemory } from './vectorMemory.js';
import { VectorProduct } from './vectorProduct.js';

/** The forward pass of a model for one example at a time, computed at once rather than awaited. */
export interface DirectPredictor {
  /**
   * The output for one input, each flat.
   *
   * @returns a buffer that the predictor owns and fills anew at the next call
   * @throws RangeError if the input has the wrong number of elements
   */
  predict(x: Float32Array): Float32Array;
  /** Takes over the state's numbers of now; `predict` computes with those of the last call. */
  refresh(): void;
}

/**
 * A direct predictor, or null if the model has an operation that only engines know, such as a convolution. It runs in
 * evaluation mode unless it is given noise, of which it draws the same numbers as `compilePredictor`.
 *
 * Faster than an engine up to about 20,000 parameters (docs/performance.md).
 *
 * @example
 * const direct = directPredictor({ model, state: trainer.state });
 * const [value] = direct?.predict(Float32Array.of(0.5, -0.5)) ?? [];
 */
export function directPredictor({
  model,
  state,
  noise,
}: Omit<PredictorOptions, 'batchSize'>): DirectPredictor | null {
  const pass = tracePrediction({ model, batchSize: 1, noise });
  const order = topologicalOrder([pass.output]);
  const { parameterCount, statisticCount } = model;
  const memory = memoryFor(order, [parameterCount, statisticCount, sizeOf(model.inputShape)]);
  const allocate = (length: number): Float32Array => memory?.allocate(length) ?? new Float32Array(length);
  // The parameters first: whole blocks of weights are read, up to a few rows from behind them.
  const leaves = { parameters: allocate(parameterCount), statistics: allocate(statisticCount) };
  const x = allocate(sizeOf(model.inputShape));
  const drawn = pass.noise.map((each) => ({ ...each, values: allocate(sizeOf(each.value.shape)) }));
  const random = Object.fromEntries(drawn.map(({ name, values }) => [name, values]));
  const program = compile(order, { leaves: { ...leaves, input: x, ...random }, memory, allocate });
  if (program === null) return null;
  const refresh = (): void => {
    state.parameters.copyTo(leaves.parameters);
    state.statistics.copyTo(leaves.statistics);
    for (const kernel of program.kernels) kernel.refresh?.();
  };
  refresh();
  return {
    refresh,
    predict: (input) => {
      if (input.length !== x.length)
        throw new RangeError(
          `direct predictor: the input must have ${x.length} elements, got ${input.length}`,
        );
      x.set(input);
      if (noise) for (const each of drawn) fillNoise(each, each.values, noise);
      for (const kernel of program.kernels) kernel.run();
      return program.output;
    },
  };
}

interface DirectProgram {
  readonly kernels: readonly Kernel[];
  readonly output: Float32Array;
}

/** Where the buffers of a program come from. */
interface Buffers {
  readonly leaves: Readonly<Record<string, Float32Array>>;
  readonly memory: VectorMemory | null;
  readonly allocate: (length: number) => Float32Array;
}

/** Memory for all values and leaves, if there is a product that it pays for. */
function memoryFor(order: readonly Value[], leaves: readonly number[]): VectorMemory | null {
  const products = order.flatMap((value) => {
    const [size = 0, units = 0] = [value.inputs[0], value].map((each) => sizeOf(each?.shape ?? []));
    return isOperation(value, 'matmul') ? [{ size, units }] : [];
  });
  if (!products.some(({ size, units }) => paysAsVectors(size * units))) return null;
  const lengths = [...leaves, ...order.map(({ shape }) => sizeOf(shape))];
  return openVectorMemory(
    lengths.reduce((sum, length) => sum + VectorMemory.roomFor(length), 0) +
      products.reduce((sum, { size, units }) => sum + VectorProduct.roomFor(size, units), 0),
  );
}

function compile(order: readonly Value[], { leaves, memory, allocate }: Buffers): DirectProgram | null {
  const buffers = new Map<Value, Float32Array>();
  const bufferOf = (value: Value): Float32Array => buffers.get(value) as Float32Array;
  const makers = new Map<Value, Kernel>();
  const shared = sharedValues(order);
  for (const value of order) {
    const inputs = value.inputs.map(bufferOf);
    const [first] = value.inputs;
    const before = first && !shared.has(first) ? makers.get(first) : undefined;
    if (before?.absorb?.(value, inputs)) {
      makers.set(value, before);
      buffers.set(value, inputs[0] as Float32Array);
      continue;
    }
    const view = viewed(value, inputs, leaves);
    const buffer = view ?? allocate(sizeOf(value.shape));
    buffers.set(value, buffer);
    if (view !== null) continue;
    const kernel = makeKernel({ value, inputs, output: buffer, memory });
    if (kernel === null) return null;
    makers.set(value, kernel);
  }
  return { kernels: [...new Set(makers.values())], output: bufferOf(order.at(-1) as Value) };
}

/** Values that several others need. */
function sharedValues(values: readonly Value[]): Set<Value> {
  const [needed, shared] = [new Set<Value>(), new Set<Value>()];
  for (const input of values.flatMap(({ inputs }) => inputs))
    (needed.has(input) ? shared : needed).add(input);
  return shared;
}

/** The buffer of a value that computes nothing: a leaf, or a part of another buffer. */
function viewed(
  value: Value,
  [source]: readonly Float32Array[],
  leaves: Readonly<Record<string, Float32Array>>,
): Float32Array | null {
  if (isOperation(value, 'input') || isOperation(value, 'variable'))
    return leaves[value.attributes.name] ?? null;
  if (isOperation(value, 'constant')) return Float32Array.from(value.attributes.data);
  if (isOperation(value, 'reshape')) return source ?? null;
  if (isOperation(value, 'slice') && value.shape.length === 1) {
    const { starts, ends, steps } = value.attributes;
    return steps[0] === 1 ? (source?.subarray(starts[0], ends[0]) ?? null) : null;
  }
  return null;
}

function makeKernel(site: KernelSite): Kernel | null {
  const make = kernels[site.value.operation] as ((site: KernelSite) => Kernel | null) | undefined;
  return make?.(site) ?? null;
}
