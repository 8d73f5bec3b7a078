import { describe, expect, it } from 'vitest';
import { add, clamp, mul, square, sub } from './arithmetic.js';
import { gradients } from './gradients.js';
import { type Graph, leavesOf, printGraph } from './graph.js';
import { constant, input, variable } from './leaves.js';
import { matmul } from './linearAlgebra.js';
import { reduceMean } from './reductions.js';
import type { Value } from './value.js';

/** One step of gradient descent on a linear model. */
function descentStep(): Graph {
  const [x, y, weight] = [input('x', [4, 2]), input('y', [4, 1]), variable('weight', [2, 1])];
  const loss = reduceMean(square(sub(matmul(x, weight), y)));
  const [gradient] = gradients(loss, [weight]);
  return { outputs: { loss }, updates: { weight: sub(weight, mul(gradient as Value, 0.5)) } };
}

describe('printGraph', () => {
  it('prints a training step', () => {
    expect(printGraph(descentStep())).toMatchInlineSnapshot(`
      "%0 = input(name="x") [4, 2]
      %1 = variable(name="weight") [2, 1]
      %2 = matmul(%0, %1, transposeA=false, transposeB=false) [4, 1]
      %3 = input(name="y") [4, 1]
      %4 = sub(%2, %3) [4, 1]
      %5 = mul(%4, %4) [4, 1]
      %6 = reduceSum(%5, axes=[0,1]) [1, 1]
      %7 = reshape(%6, shape=[]) []
      %8 = constant(data=[0.25]) []
      %9 = mul(%7, %8) []
      %10 = constant(data=[1]) []
      %11 = mul(%10, %8) []
      %12 = reshape(%11, shape=[1,1]) [1, 1]
      %13 = broadcastTo(%12, shape=[4,1]) [4, 1]
      %14 = mul(%13, %4) [4, 1]
      %15 = mul(%13, %4) [4, 1]
      %16 = add(%14, %15) [4, 1]
      %17 = matmul(%0, %16, transposeA=true, transposeB=false) [2, 1]
      %18 = constant(data=[0.5]) []
      %19 = mul(%17, %18) [2, 1]
      %20 = sub(%1, %19) [2, 1]
      loss: %9
      weight: %20"
    `);
  });

  it('abbreviates long constants and names what JSON cannot write', () => {
    const table = constant(new Float32Array(3), [3]);
    const outputs = { y: add(clamp(input('x', [3]), 0, Number.POSITIVE_INFINITY), table) };
    expect(printGraph({ outputs, updates: {} })).toMatchInlineSnapshot(`
      "%0 = input(name="x") [3]
      %1 = clamp(%0, low=0, high="Infinity") [3]
      %2 = constant(data=...) [3]
      %3 = add(%1, %2) [3]
      y: %3"
    `);
  });

  it('keeps an output and an update of one name apart', () => {
    const w = variable('w', []);
    expect(printGraph({ outputs: { w }, updates: { w: mul(w, 2) } })).toMatchInlineSnapshot(`
      "%0 = variable(name="w") []
      %1 = constant(data=[2]) []
      %2 = mul(%0, %1) []
      w: %0
      w: %2"
    `);
  });
});

describe('leavesOf', () => {
  it('finds the leaves of outputs and updates by name', () => {
    const graph = descentStep();
    expect([...leavesOf(graph, 'input').keys()].sort()).toEqual(['x', 'y']);
    expect([...leavesOf(graph, 'variable').keys()]).toEqual(['weight']);
  });

  it('refuses two leaves of one kind with one name, and only those', () => {
    const sum = add(input('x', [2]), input('x', [2]));
    expect(() => leavesOf({ outputs: { sum }, updates: {} }, 'input')).toThrow(
      'graph: two different inputs are named "x"',
    );
    const x = input('x', [2]);
    const fine = add(mul(x, variable('x', [2])), x);
    expect(leavesOf({ outputs: { fine }, updates: {} }, 'input').get('x')).toBe(x);
  });
});

describe('constant', () => {
  it('needs as many numbers as its shape has places', () => {
    expect(() => constant([1, 2, 3], [2, 2])).toThrow('constant: shape [2, 2] needs 4 values, got 3');
  });
});
