// The outputs that the articles print: claims C6 to C9, and C3 and C12 where a number decides them.
import { describe, expect, it } from 'vitest';
import { type Activation, elu, leakyRelu, relu, sigmoid, tanh } from '../src/index.js';

describe('C6: Leaky ReLU with NumPy', () => {
  it('is exact in float64', () => {
    const outputs = leakyRelu(0.01).map(Float64Array.of(-3, -1, 0, 1, 3));
    expect(outputs).toEqual(Float64Array.of(-0.03, -0.01, 0, 1, 3));
    expect(asNumpyPrints(outputs)).toBe('[-0.03 -0.01  0.    1.    3.  ]');
  });
});

describe('C7: Leaky ReLU with PyTorch', () => {
  it('is exact in float32', () => {
    const outputs = leakyRelu(0.01).map(Float32Array.of(-3, -1, 0, 1, 3));
    expect([...outputs]).toEqual([-0.029999999329447746, -0.009999999776482582, 0, 1, 3]);
    expect(asTorchPrints(outputs)).toBe('tensor([-0.0300, -0.0100,  0.0000,  1.0000,  3.0000])');
  });
});

describe('C8 and C9: plain Python', () => {
  it('prints the five lines of ReLU', () => {
    expect(linesOf('Relu', relu())).toEqual([
      'Applying Relu on (1.0) gives 1.0',
      'Applying Relu on (-10.0) gives 0.0',
      'Applying Relu on (0.0) gives 0.0',
      'Applying Relu on (15.0) gives 15.0',
      'Applying Relu on (-20.0) gives 0.0',
    ]);
  });

  it('prints the five lines of Leaky ReLU', () => {
    expect(linesOf('Leaky Relu', leakyRelu(0.01))).toEqual([
      'Applying Leaky Relu on (1.0) gives 1.0',
      'Applying Leaky Relu on (-10.0) gives -0.1',
      'Applying Leaky Relu on (0.0) gives 0.0',
      'Applying Leaky Relu on (15.0) gives 15.0',
      'Applying Leaky Relu on (-20.0) gives -0.2',
    ]);
  });
});

describe('C3: the value at 0', () => {
  it.each([relu(), leakyRelu(0.01), leakyRelu(0.2)])(
    'is 0 whichever side owns the point ($kind)',
    (activation) => {
      expect(activation.forward(0)).toBe(0);
      expect(Math.abs(activation.forward(-0))).toBe(0);
    },
  );
});

describe('C12: bounds', () => {
  it('of sigmoid and tanh are open on paper and reached by stored numbers', () => {
    expect(sigmoid().map(Float32Array.of(-104, 17.4))).toEqual(Float32Array.of(0, 1));
    expect(sigmoid().forward(36)).toBeLessThan(1);
    expect(sigmoid().forward(36.8)).toBe(1);
    expect(tanh().map(Float32Array.of(-10, 10))).toEqual(Float32Array.of(-1, 1));
  });

  it('of ELU lie below 0, and it is smooth there', () => {
    expect(elu().forward(-50)).toBe(-1);
    expect(elu().derivative(-1e-9)).toBeCloseTo(elu().derivative(1e-9), 8);
  });
});

function linesOf(name: string, activation: Activation): string[] {
  return [1, -10, 0, 15, -20].map(
    (x) => `Applying ${name} on (${x.toFixed(1)}) gives ${activation.forward(x).toFixed(1)}`,
  );
}

/** NumPy's array line: as few decimals as all need, padded to one width. */
function asNumpyPrints(values: Float64Array): string {
  const texts = [...values].map((value) => (Number.isInteger(value) ? `${value}.` : `${value}`));
  const decimals = Math.max(...texts.map((text) => text.length - text.indexOf('.')));
  const padded = texts.map((text) => text + ' '.repeat(decimals - (text.length - text.indexOf('.'))));
  const width = Math.max(...padded.map((text) => text.length));
  return `[${padded.map((text) => text.padStart(width)).join(' ')}]`;
}

/** PyTorch's tensor line: four decimals, padded to one width. */
function asTorchPrints(values: Float32Array): string {
  const texts = [...values].map((value) => value.toFixed(4));
  const width = Math.max(...texts.map((text) => text.length));
  return `tensor([${texts.map((text) => text.padStart(width)).join(', ')}])`;
}
