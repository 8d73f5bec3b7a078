import type { Value } from './value.js';

/** Every value that the roots need, each behind its inputs. Iterative: graphs can be deep. */
export function topologicalOrder(roots: Iterable<Value>): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const stack: { readonly value: Value; ready: boolean }[] = [...roots]
    .toReversed()
    .map((value) => ({ value, ready: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.ready) {
      order.push(top.value);
    } else if (!seen.has(top.value)) {
      seen.add(top.value);
      stack.push({ value: top.value, ready: true });
      for (const input of top.value.inputs.toReversed()) stack.push({ value: input, ready: false });
    }
  }
  return order;
}
