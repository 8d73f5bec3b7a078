import { expect, it } from 'vitest';
import { printFields, printTable } from './table.js';

it('aligns words left and numbers right', () => {
  const table = printTable(
    [{ heading: 'name' }, { heading: 'x', isNumeric: true }],
    [
      ['relu', '1'],
      ['leaky_relu', '-10'],
    ],
  );
  expect(table.split('\n')).toEqual([
    'name          x',
    '----------  ---',
    'relu          1',
    'leaky_relu  -10',
  ]);
});

it('puts the values of fields under one another', () => {
  expect(
    printFields([
      ['a', '1'],
      ['long', ''],
    ]),
  ).toBe('a     1\nlong');
});
