import { golden } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { samePadding, windowedSize } from './linearAlgebra.js';

type Pair = readonly [number, number];

interface Convolution {
  readonly name: string;
  readonly op: string;
  readonly inputs: { readonly x: { readonly shape: readonly number[] } };
  readonly output: { readonly shape: readonly number[] };
  readonly params: {
    readonly kernel: Pair;
    readonly stride: number | Pair;
    readonly padding_mode: string;
    readonly padding: Readonly<Record<'top' | 'left' | 'bottom' | 'right', number>>;
  };
}

describe('samePadding', () => {
  const { cases } = golden<{ readonly cases: readonly Convolution[] }>('ops');
  const convolutions = cases.filter(({ op, params }) => op === 'conv2d' && params.padding_mode === 'same');

  it.each(convolutions)('is that of the reference data in $name', ({ inputs, output, params }) => {
    const { kernel, stride, padding } = params;
    const size = inputs.x.shape.slice(2) as [number, number];
    const strides = typeof stride === 'number' ? ([stride, stride] as const) : stride;
    const same = samePadding(size, kernel, strides);
    expect(same).toEqual([padding.top, padding.left, padding.bottom, padding.right]);
    expect(windowedSize(size, kernel, { strides, padding: same })).toEqual(output.shape.slice(2));
  });
});
