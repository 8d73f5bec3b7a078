import { expect, it } from 'vitest';
import { legendLayout } from './frame.js';

it('lays a legend out in three columns only where the last one has room', () => {
  const few = ['relu', 'leaky_relu:0.01', 'prelu:0.25'];
  expect(legendLayout(few)).toEqual({ columns: 3, rows: 1 });
  // In three columns the third, "leaky_relu:0.01" in it, would leave the plot.
  const many = ['relu', 'elu:1', 'leaky_relu:0.01', 'leaky_relu:0.1', 'prelu:0.25', 'sigmoid', 'tanh'];
  expect(legendLayout(many)).toEqual({ columns: 2, rows: 4 });
});
