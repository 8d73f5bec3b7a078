import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormalMean } from '../test/standardNormalMean.js';
import {
  type Activation,
  activationKinds,
  elu,
  gelu,
  hardswish,
  leakyRelu,
  mish,
  parseActivation,
  prelu,
  relu,
  relu6,
  rrelu,
  selu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from './index.js';

const everyActivation: readonly Activation[] = [
  ...activationKinds.map(parseActivation),
  leakyRelu(0),
  leakyRelu(1.5),
  elu(0.5),
  gelu({ approximation: 'tanh' }),
];
/** Where the derivative jumps. */
const kinks = [-3, 0, 3, 6];
const slopes = fc.double({ min: 0, max: 4, noNaN: true });

describe.each(everyActivation)('$kind', (activation) => {
  it('keeps NaN', () => {
    expect(activation.forward(Number.NaN)).toBeNaN();
  });

  it('has the derivative of central differences away from the kinks', () => {
    const points = fc
      .double({ min: -8, max: 8, noNaN: true })
      .filter((x) => kinks.every((kink) => Math.abs(x - kink) > 1e-3));
    fc.assert(
      fc.property(points, (x) => {
        const h = 1e-5;
        const difference = (activation.forward(x + h) - activation.forward(x - h)) / (2 * h);
        expect(Math.abs(activation.derivative(x) - difference)).toBeLessThan(1e-9);
      }),
    );
  });

  it('has a value and a bounded derivative at the extremes', () => {
    for (const x of [1e38, 1e200, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      for (const point of [x, -x]) {
        expect(activation.forward(point)).not.toBeNaN();
        expect(Math.abs(activation.derivative(point))).toBeLessThan(2);
      }
    }
  });

  it('is frozen', () => {
    expect(Object.isFrozen(activation)).toBe(true);
  });
});

describe('relu', () => {
  it.each([
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, 0, 0],
    [0, 0, 0],
    [-0, 0, 0],
    [Number.MIN_VALUE, Number.MIN_VALUE, 1],
    [-Number.MIN_VALUE, 0, 0],
    [Number.MAX_VALUE, Number.MAX_VALUE, 1],
  ])('at %d gives %d with derivative %d', (x, value, derivative) => {
    expect(relu().forward(x)).toBe(value);
    expect(relu().derivative(x)).toBe(derivative);
  });

  it('is leakyRelu(0) at every point, bit for bit', () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(leakyRelu(0).forward(x)).toBe(relu().forward(x));
        expect(leakyRelu(0).derivative(x)).toBe(relu().derivative(x));
      }),
    );
    for (const x of [Number.NEGATIVE_INFINITY, -1, -0, 0, Number.NaN]) {
      expect(leakyRelu(0).forward(x)).toBe(relu().forward(x));
      expect(leakyRelu(-0).derivative(x)).toBe(relu().derivative(x));
    }
  });
});

describe('leakyRelu', () => {
  it('has slope 0.01 unless told otherwise', () => {
    expect(leakyRelu().negativeSlope).toBe(0.01);
  });

  it('owns 0 with its negative branch', () => {
    expect(leakyRelu(0.2).derivative(0)).toBe(0.2);
    expect(leakyRelu(0.2).derivative(-0)).toBe(0.2);
    expect(leakyRelu(0.2).forward(0)).toBe(0);
    expect(leakyRelu(0.2).forward(-0)).toBe(-0);
  });

  it('keeps infinities and subnormal numbers', () => {
    expect(leakyRelu().forward(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(leakyRelu(0.5).forward(-1e-320)).toBe(-5e-321);
    expect(leakyRelu(0.5).forward(Number.MIN_VALUE)).toBe(Number.MIN_VALUE);
  });

  it('is max(x, slope x) up to slope 1 and min(x, slope x) above', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, slopes, (x, slope) => {
        const choose = slope <= 1 ? Math.max : Math.min;
        expect(leakyRelu(slope).forward(x)).toBeCloseTo(choose(x, slope * x), 15);
      }),
    );
  });

  it('returns positive input bit for bit whatever the slope', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true }), slopes, (x, slope) => {
        expect(leakyRelu(slope).forward(x)).toBe(x);
      }),
    );
  });

  it("is positively homogeneous: f(c x) = c f(x), f'(c x) = f'(x)", () => {
    // Powers of two scale without rounding, so that equality is exact.
    const scales = fc.integer({ min: -40, max: 40 }).map((exponent) => 2 ** exponent);
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        scales,
        slopes.filter((s) => s === 0 || s > 1e-200),
        (x, scale, slope) => {
          for (const activation of [relu(), leakyRelu(slope), prelu({ initialSlope: slope })]) {
            expect(activation.forward(scale * x) - scale * activation.forward(x)).toBe(0);
            expect(activation.derivative(scale * x)).toBe(activation.derivative(x));
          }
        },
      ),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.01])(
    'refuses slope %d',
    (slope) => {
      expect(() => leakyRelu(slope)).toThrow(
        new RangeError(`negativeSlope of Leaky ReLU must be a finite number from 0 up, got ${slope}`),
      );
    },
  );
});

describe('prelu', () => {
  it('starts at 0.25 with a slope per channel', () => {
    expect(prelu()).toMatchObject({ kind: 'prelu', initialSlope: 0.25, shared: false });
  });

  it('is leakyRelu at its initial slope', () => {
    fc.assert(
      fc.property(fc.double(), slopes, (x, slope) => {
        const learned = prelu({ initialSlope: slope });
        expect(learned.forward(x)).toBe(leakyRelu(slope).forward(x));
        expect(learned.derivative(x)).toBe(leakyRelu(slope).derivative(x));
      }),
    );
  });

  it('refuses a slope that is no number from 0 up', () => {
    expect(() => prelu({ initialSlope: Number.NaN })).toThrow('initialSlope of PReLU must be');
  });
});

describe('elu', () => {
  it('has alpha for its derivative at 0 and -alpha for its floor', () => {
    expect(elu(0.5).derivative(0)).toBe(0.5);
    expect(elu().derivative(-0)).toBe(1);
    expect(elu(0.5).forward(Number.NEGATIVE_INFINITY)).toBe(-0.5);
    expect(elu().forward(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps the digits of inputs near 0', () => {
    expect(elu().forward(-1e-20)).toBe(-1e-20);
  });

  it('refuses an alpha that is no number from 0 up', () => {
    expect(() => elu(-1)).toThrow('alpha of ELU must be a finite number from 0 up, got -1');
  });
});

describe('rrelu', () => {
  it('is leakyRelu at the mean slope', () => {
    expect(rrelu({ lower: 0.1, upper: 0.3 }).forward(-1)).toBe(leakyRelu(0.2).forward(-1));
    expect(rrelu({ lower: 0.5, upper: 0.5 }).derivative(-1)).toBe(0.5);
  });

  it('refuses bounds in the wrong order, and slopes below 0', () => {
    expect(() => rrelu({ lower: 0.4 })).toThrow('lower of RReLU must not be above upper, got 0.4 and 0.33');
    expect(() => rrelu({ upper: -1 })).toThrow('upper of RReLU must be a finite number from 0 up, got -1');
  });
});

describe('the gated units', () => {
  it.each([gelu(), gelu({ approximation: 'tanh' }), silu(), mish(), hardswish()])(
    'are x far right and 0 far left of zero ($kind)',
    (activation) => {
      expect(activation.forward(50)).toBe(50);
      expect(activation.derivative(50)).toBe(1);
      expect(activation.forward(Number.NEGATIVE_INFINITY)).toBeCloseTo(0, 15);
      expect(activation.derivative(Number.NEGATIVE_INFINITY)).toBe(0);
    },
  );

  it('have a minimum below zero, where their documentation says', () => {
    expect(silu().forward(-1.27846)).toBeCloseTo(-0.278465, 6);
    expect(silu().derivative(-1.2784645)).toBeCloseTo(0, 6);
    expect(mish().forward(-1.1924)).toBeCloseTo(-0.308843, 6);
    expect(mish().derivative(-1.1924)).toBeCloseTo(0, 4);
    expect(hardswish().forward(-1.5)).toBe(-0.375);
  });

  it('keep the digits of their left tails', () => {
    // x P(z <= x) with P(z <= -10) = 7.619853024160526e-24 (Python 3.12, math.erfc).
    expect(gelu().forward(-10) / -7.619853024160526e-23).toBeCloseTo(1, 12);
    expect(mish().forward(-40) / (-40 * Math.exp(-40))).toBeCloseTo(1, 12);
  });

  it('has an approximation within 5e-4', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const difference = gelu({ approximation: 'tanh' }).forward(x) - gelu().forward(x);
        expect(Math.abs(difference)).toBeLessThan(5e-4);
      }),
    );
  });
});

describe('selu', () => {
  it('keeps mean 0 and variance 1 of a standard normal input', () => {
    expect(standardNormalMean((z) => selu().forward(z))).toBeCloseTo(0, 7);
    expect(standardNormalMean((z) => selu().forward(z) ** 2)).toBeCloseTo(1, 7);
  });
});

describe('softplus and relu6', () => {
  it('stay between ReLU and their bounds', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(softplus().forward(x)).toBeGreaterThanOrEqual(relu().forward(x));
        expect(relu6().forward(x)).toBe(Math.min(relu().forward(x), 6));
      }),
    );
  });
});

describe('sigmoid and tanh', () => {
  it('stay finite at both extremes', () => {
    for (const x of [710, 745, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect([sigmoid().forward(x), sigmoid().forward(-x)]).toEqual([1, Math.exp(-x)]);
      expect([tanh().forward(x), tanh().forward(-x)]).toEqual([1, -1]);
      expect(sigmoid().derivative(x)).toBe(Math.exp(-x));
      expect(tanh().derivative(-x)).toBe(0);
    }
  });

  it("have even derivatives: f'(-x) = f'(x), to the last bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(sigmoid().derivative(-x)).toBe(sigmoid().derivative(x));
        expect(tanh().derivative(-x)).toBe(tanh().derivative(x));
      }),
    );
  });

  it('lie in their closed intervals', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(Math.abs(sigmoid().forward(x) - 0.5)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(tanh().forward(x))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
