// Which values of a graph are written to memory, and which live only in the registers of the loop that needs them.
import { type Graph, usersOf, valuesOf } from '../../../graph/graph.js';
import { sameShape } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { isPointwise } from './pointwise.js';
import { isLargeProduct, isLeaf, isLiteral, isProduct, isReduction, isView } from './values.js';

/** Values that others need whole, or more than one other. A mask never is: it is computed again. */
export function storedValues(graph: Graph): Set<Value> {
  const values = valuesOf(graph);
  const users = usersOf(values);
  const outputs = new Set(Object.values(graph.outputs));
  const isStored = (value: Value): boolean => {
    if (isView(value) || value.dataType === 'bool') return false;
    const by = users.get(value) ?? [];
    const isNeededWhole = outputs.has(value) || by.some((user) => !isPointwise(user) && !isReduction(user));
    if (isLiteral(value)) return isNeededWhole;
    return isLeaf(value) || !isPointwise(value) || isNeededWhole || by.length > 1;
  };
  return new Set(values.filter(isStored));
}

/**
 * Small products that one loop alone needs, element by element, by the root of that loop: it can take them from the product's
 * registers.
 *
 * @param plan.stages - the stage of each value
 * @param plan.stored - see `storedValues`
 */
export function joinedProducts(
  graph: Graph,
  { stages, stored }: { readonly stages: ReadonlyMap<Value, number>; readonly stored: ReadonlySet<Value> },
): Map<Value, Value<'matmul'>> {
  const outputs = new Set(Object.values(graph.outputs));
  const users = usersOf(valuesOf(graph));
  const joined = new Map<Value, Value<'matmul'>>();
  const rootOf = (value: Value): Value | null => {
    const [user, ...others] = users.get(value) ?? [];
    if (outputs.has(value) || user === undefined || others.length > 0) return null;
    if (!isPointwise(user) || !sameShape(user.shape, value.shape)) return null;
    return stored.has(user) ? user : rootOf(user);
  };
  for (const product of valuesOf(graph)) {
    // The loops over a product with a transposed left operand may make its elements in another order.
    if (!isProduct(product) || isLargeProduct(product) || product.attributes.transposeA) continue;
    const root = rootOf(product);
    if (root === null || joined.has(root) || stages.get(root) !== stages.get(product)) continue;
    joined.set(root, product);
  }
  return joined;
}
