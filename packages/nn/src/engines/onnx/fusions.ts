// What ONNX says in one node although our graph says it in several. Launching a node costs about as
// much as computing on a few thousand numbers, so small networks live from this.
import { isOperation } from '../../graph/graph.js';
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';

/** A matrix product or convolution together with the bias that is added to it. */
export interface BiasedProduct {
  readonly product: Value<'matmul'> | Value<'conv2d'>;
  readonly bias: Value;
}

/** What the lowering of a graph can join. */
export interface Fusions {
  /** Additions that become the bias of a Gemm or Conv, and the products they swallow. */
  readonly biased: ReadonlyMap<Value, BiasedProduct>;
  /** Slices that tile a flat vector from end to end, by the vector: one Split. */
  readonly splits: ReadonlyMap<Value, readonly Value<'slice'>[]>;
}

/** Finds what can be joined among the values of a graph, given which of them are results. */
export function findFusions(values: readonly Value[], results: ReadonlySet<Value>): Fusions {
  const uses = new Map<Value, number>();
  for (const { inputs } of values) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  const biased = new Map<Value, BiasedProduct>();
  for (const value of values) {
    const found = biasedProduct(value);
    if (found !== null && uses.get(found.product) === 1 && !results.has(found.product))
      biased.set(value, found);
  }
  return { biased, splits: findSplits(values) };
}

function biasedProduct(value: Value): BiasedProduct | null {
  const [product, addend] = value.inputs;
  if (value.operation !== 'add' || product === undefined || addend === undefined) return null;
  if (isOperation(product, 'matmul') && product.shape.length === 2) {
    return addend.shape.length <= 2 &&
      addend.shape.at(-1) === product.shape[1] &&
      sizeOf(addend.shape) === product.shape[1]
      ? { product, bias: addend }
      : null;
  }
  if (isOperation(product, 'conv2d')) {
    // A convolution's bias is a reshape of [F] to [F, 1, 1], as the layer writes it.
    const flat = isOperation(addend, 'reshape') ? addend.inputs[0] : undefined;
    const isBias =
      flat?.shape.length === 1 && addend.shape.length === 3 && addend.shape[0] === product.shape[1];
    return flat !== undefined && isBias ? { product, bias: flat } : null;
  }
  return null;
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
