// What ONNX says in one node although our graph says it in several. Launching a node costs about as
// much as computing on a few thousand numbers, so small networks live from this.
import { isOperation, usersOf } from '../../graph/graph.js';
import { sameShape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { findNormalizedBatches, type NormalizedBatch } from './batchMoments.js';
import { type BiasedProduct, biasedProduct } from './biasedProduct.js';
import { type JoinedConvolution, joinedConvolution } from './joinedConvolution.js';

/** What the lowering of a graph can join. */
export interface Fusions {
  /** Additions that become the bias of a Gemm or Conv, with what they join. */
  readonly biased: ReadonlyMap<Value, BiasedProduct>;
  /** Slices that tile a flat vector from end to end, by the vector: one Split. */
  readonly splits: ReadonlyMap<Value, readonly Value<'slice'>[]>;
  /** Reshapes that only drop the axes of a reduction, with the reductions. */
  readonly squeezed: ReadonlyMap<Value, Value<'reduceSum'> | Value<'reduceMax'>>;
  /** Stretched values whose users would stretch them anyway. */
  readonly impliedBroadcasts: ReadonlySet<Value>;
  /** Batch normalisations that compute their own moments, by their mean. */
  readonly normalizedBatches: ReadonlyMap<Value, NormalizedBatch>;
  /** Convolutions that take over what follows them, by the last value of it. */
  readonly joined: ReadonlyMap<Value, JoinedConvolution>;
  /** Values that only exist inside a joined node. */
  readonly swallowed: ReadonlySet<Value>;
}

/** What is known of a graph beside its values. */
export interface FusionOptions {
  readonly results: ReadonlySet<Value>;
  /** Whether convolutions take over what follows them. Where weights are constants, the runtime does it ahead of all runs. */
  readonly joinsConvolutions: boolean;
}

/** Finds what can be joined among the values of a graph. */
export function findFusions(
  values: readonly Value[],
  { results, joinsConvolutions }: FusionOptions,
): Fusions {
  const users = usersOf(values);
  const hasOneUser = (value: Value): boolean => users.get(value)?.length === 1 && !results.has(value);
  const biased = new Map<Value, BiasedProduct>();
  const squeezed = new Map<Value, Value<'reduceSum'> | Value<'reduceMax'>>();
  const impliedBroadcasts = new Set<Value>();
  const joined = new Map<Value, JoinedConvolution>();
  const batches = findNormalizedBatches(
    values,
    (value, allowed) => !results.has(value) && users.get(value)?.every((user) => allowed.has(user)) === true,
  );
  const swallowed = new Set<Value>(batches.swallowed);
  for (const value of values) {
    const sum = biasedProduct(value);
    if (sum !== null && hasOneUser(sum.product)) {
      biased.set(value, sum);
      for (const part of value.inputs) if (part !== sum.bias && hasOneUser(part)) swallowed.add(part);
    }
    const convolution = joinsConvolutions ? joinedConvolution(value, { hasOneUser, biased }) : null;
    if (convolution !== null) {
      joined.set(value, convolution);
      for (const part of convolution.swallowed) swallowed.add(part);
    }
    const reduction = droppedReduction(value);
    if (reduction !== null && hasOneUser(reduction)) {
      squeezed.set(value, reduction);
      swallowed.add(reduction);
    }
    const isImplied = value.operation === 'broadcastTo' && !results.has(value);
    if (isImplied && users.get(value)?.every((user) => stretches(user, value))) impliedBroadcasts.add(value);
  }
  return {
    biased,
    splits: findSplits(values),
    squeezed,
    impliedBroadcasts,
    normalizedBatches: batches.byMean,
    joined,
    swallowed,
  };
}

/** The reduction behind a reshape that removes exactly its axes. */
function droppedReduction(value: Value): Value<'reduceSum'> | Value<'reduceMax'> | null {
  const [reduction] = value.inputs;
  if (value.operation !== 'reshape' || reduction === undefined) return null;
  if (!isOperation(reduction, 'reduceSum') && !isOperation(reduction, 'reduceMax')) return null;
  const { axes } = reduction.attributes;
  if (isRowSum(reduction)) return null;
  const rest = reduction.shape.filter((_, axis) => !axes.includes(axis));
  return sameShape(rest, value.shape) ? reduction : null;
}

/** The sum of the rows of a matrix, which has a faster form than ReduceSum. */
export function isRowSum(value: Value): boolean {
  return (
    isOperation(value, 'reduceSum') &&
    value.inputs[0]?.shape.length === 2 &&
    value.attributes.axes.join() === '0'
  );
}

const STRETCHING: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div', 'maximum', 'minimum']);

/** Whether an elementwise operation reaches the shape of a stretched operand through its other one. */
function stretches(user: Value, stretched: Value): boolean {
  return (
    STRETCHING.has(user.operation) &&
    user.inputs.some(
      (operand) =>
        operand !== stretched &&
        operand.operation !== 'broadcastTo' &&
        sameShape(operand.shape, stretched.shape),
    )
  );
}

function findSplits(values: readonly Value[]): Map<Value, readonly Value<'slice'>[]> {
  const pieces = new Map<Value, Value<'slice'>[]>();
  for (const value of values) {
    const [source] = value.inputs;
    if (!isOperation(value, 'slice') || source?.shape.length !== 1) continue;
    pieces.set(source, [...(pieces.get(source) ?? []), value]);
  }
  const splits = new Map<Value, readonly Value<'slice'>[]>();
  for (const [source, slices] of pieces) {
    const ordered = slices.toSorted(
      (a, b) => (a.attributes.starts[0] as number) - (b.attributes.starts[0] as number),
    );
    if (ordered.length > 1 && tiles(ordered, source.shape[0] as number)) splits.set(source, ordered);
  }
  return splits;
}

/** Whether the pieces, in order, cover [0, size) without gap or overlap. */
function tiles(pieces: readonly Value<'slice'>[], size: number): boolean {
  let position = 0;
  for (const { attributes } of pieces) {
    if (attributes.starts[0] !== position || attributes.steps[0] !== 1) return false;
    position = attributes.ends[0] as number;
  }
  return position === size;
}
