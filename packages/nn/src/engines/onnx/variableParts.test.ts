import { expect, it } from 'vitest';
import { add } from '../../graph/arithmetic.js';
import { printGraph } from '../../graph/graph.js';
import { input, variable } from '../../graph/leaves.js';
import { matmul } from '../../graph/linearAlgebra.js';
import { reshape, slice, sliceAxis } from '../../graph/movement.js';
import { createReferenceEngine } from '../reference/referenceEngine.js';
import { cutVariables } from './variableParts.js';

const engine = createReferenceEngine();

it('matrices and slices of a vector become leaves; the vector stays where it is needed whole', () => {
  const parameters = variable('parameters', [8]);
  const weights = reshape(sliceAxis(parameters, 0, 0, 6), [3, 2]);
  const bias = sliceAxis(parameters, 0, 6, 8);
  const graph = {
    outputs: { y: add(matmul(input('x', [1, 3]), weights), bias) },
    updates: { parameters: add(parameters, 1) },
  };
  const whole = engine.variable([1, 2, 3, 4, 5, 6, 7, 8]);
  const { graph: cut, variables } = cutVariables(graph, { parameters: whole });
  expect(printGraph(cut)).toMatchInlineSnapshot(`
    "%0 = input(name="x") [1, 3]
    %1 = variable(name="parameters[0:6] as [3, 2]") [3, 2]
    %2 = matmul(%0, %1, transposeA=false, transposeB=false) [1, 2]
    %3 = variable(name="parameters[6:8]") [2]
    %4 = add(%2, %3) [1, 2]
    %5 = variable(name="parameters") [8]
    %6 = constant(data=[1]) []
    %7 = add(%5, %6) [8]
    y: %4
    parameters: %7"
  `);
  expect([...(variables['parameters[0:6] as [3, 2]']?.read() ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...(variables['parameters[6:8]']?.read() ?? [])]).toEqual([7, 8]);
  expect(variables.parameters).toBe(whole);
});

it('what does not lie in one piece stays an operation', () => {
  const vector = variable('vector', [8]);
  const matrix = variable('matrix', [2, 4]);
  const graph = {
    outputs: {
      everySecond: slice(vector, [{ start: 0, end: 8, step: 2 }]),
      column: sliceAxis(matrix, 1, 0, 2),
      bias: reshape(vector, [8, 1, 1]),
    },
    updates: {},
  };
  const state = {
    vector: engine.variable(new Float32Array(8)),
    matrix: engine.variable(new Float32Array(8)),
  };
  expect(printGraph(cutVariables(graph, state).graph)).toBe(printGraph(graph));
});
