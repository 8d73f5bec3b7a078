import { matmul } from '../../src/graph/linearAlgebra.js';
import { broadcastTo, reshape } from '../../src/graph/movement.js';
import { broadcastShapes } from '../../src/graph/shape.js';
import type { Value } from '../../src/graph/value.js';

/** The matrix product of NumPy and PyTorch: stacks broadcast, and a vector is a row or a column for the while. */
export function broadcastMatmul(a: Value, b: Value): Value {
  const left = a.shape.length === 1 ? reshape(a, [1, ...a.shape]) : a;
  const right = b.shape.length === 1 ? reshape(b, [...b.shape, 1]) : b;
  const stack = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2)) ?? [];
  const stacked = (x: Value): Value => broadcastTo(x, [...stack, ...x.shape.slice(-2)]);
  const product = matmul(stacked(left), stacked(right));
  const rows = a.shape.length === 1 ? [] : left.shape.slice(-2, -1);
  const columns = b.shape.length === 1 ? [] : right.shape.slice(-1);
  return reshape(product, [...stack, ...rows, ...columns]);
}
