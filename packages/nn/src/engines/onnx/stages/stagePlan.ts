// A training step of a dense network is a few large products and fifty small operations. ONNX Runtime has the fastest
// products; all the rest, node by node, takes it as long again. So a graph is divided: large products for the runtime, and
// between them kernels, loops over memory that compute everything else.
import { type Graph, isOperation, valuesOf } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { isPointwise } from './pointwise.js';
import { joinedProducts, storedValues } from './storage.js';
import { isLargeProduct, isLeaf, isProduct, isReduction, isView, reducedOver } from './values.js';

/** A loop that computes a stored value, and on the way what nobody else needs. */
export interface Kernel {
  readonly root: Value;
  /** A small product whose elements it takes as they are made; null if the root is made of no product, or one itself. */
  readonly product: Value<'matmul'> | null;
}

/** What runs in one go: the kernels in their order, then the products in the runtime. */
export interface Stage {
  readonly kernels: readonly Kernel[];
  readonly products: readonly Value<'matmul'>[];
}

/** A graph in stages. */
export interface StagePlan {
  readonly graph: Graph;
  readonly stages: readonly Stage[];
  /** Values that lie in memory: what comes from outside, and what kernels and products make. */
  readonly stored: ReadonlySet<Value>;
}

/** With more elements in memory than this, little of a step is launching of small operations. */
const MOST_ELEMENTS = 2 ** 24;

/**
 * Divides a graph into stages. It depends on the graph alone: products that are summed in another order round otherwise, and a
 * seed promises its bits.
 *
 * @returns null if the graph has an operation that no kernel computes, updates a variable, or is too large to gain
 */
export function planStages(graph: Graph): StagePlan | null {
  const values = valuesOf(graph);
  if (Object.keys(graph.updates).length > 0 || !values.every(isSupported)) return null;
  const stages = stagesOf(values);
  const whole = storedValues(graph);
  const joined = joinedProducts(graph, { stages, stored: whole });
  const inKernels = new Set<Value>(joined.values());
  const stored = new Set([...whole].filter((value) => !inKernels.has(value)));
  if ([...stored].reduce((sum, { shape }) => sum + sizeOf(shape), 0) > MOST_ELEMENTS) return null;
  const made = [...stored].filter((value) => !isLeaf(value));
  const count = Math.max(0, ...stages.values()) + 1;
  return {
    graph,
    stored,
    stages: Array.from({ length: count }, (_, index) => {
      const own = made.filter((value) => stages.get(value) === index);
      const roots = own.filter((value) => !isLargeProduct(value));
      return {
        kernels: roots.map((root) => ({ root, product: joined.get(root) ?? null })),
        products: own.filter(isProduct).filter(isLargeProduct),
      };
    }),
  };
}

function isSupported(value: Value): boolean {
  const [input] = value.inputs;
  if (value.dataType === 'uint8') return false;
  if (isLeaf(value) || isView(value) || isProduct(value)) return value.dataType !== 'bool';
  if (isReduction(value))
    return reducedOver(value) !== null && (isSum(value) || reducedOver(value) === 'row');
  if (isOperation(value, 'argMax')) return input?.shape.length === 2 && value.attributes.axis === 1;
  if (isOperation(value, 'oneHot')) return input?.shape.length === 1;
  if (isOperation(value, 'concat')) return value.shape.length === 1;
  return isPointwise(value) && (value.shape.length <= 2 || value.inputs.every((each) => fills(each, value)));
}

function isSum(value: Value): boolean {
  return isOperation(value, 'reduceSum');
}

/** Whether an operand has an element for each of a value's, so that neither's axes matter. */
function fills(operand: Value, { shape }: Value): boolean {
  return sizeOf(operand.shape) === sizeOf(shape);
}

/** The stage in which each value can be had first. */
function stagesOf(values: readonly Value[]): Map<Value, number> {
  const stages = new Map<Value, number>();
  const readyIn = (value: Value): number => {
    if (isView(value)) return readyIn(value.inputs[0] as Value);
    return (stages.get(value) as number) + (isLargeProduct(value) ? 1 : 0);
  };
  for (const value of values) stages.set(value, Math.max(0, ...value.inputs.map(readyIn)));
  return stages;
}
