import { assertAllClose, golden, type Tolerance } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { sizeOf } from './graph/shape.js';
import {
  constantInitializer,
  fansOf,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  lecunNormal,
  lecunUniform,
  zeros,
} from './initializers.js';
import { type RandomStream, randomStream } from './random.js';

interface InitCase {
  readonly init: string;
  readonly mode?: 'fan_in' | 'fan_out';
  readonly gain?: number;
  readonly std: number;
  readonly bound?: number;
}

interface InitFile {
  readonly header: { readonly tolerance: { readonly formula: Tolerance } };
  readonly cases: readonly {
    readonly shape: readonly number[];
    readonly fan_in: number;
    readonly fan_out: number;
    readonly inits: readonly InitCase[];
  }[];
}

const { header, cases } = golden<InitFile>('init');
const { formula } = header.tolerance;
/** The rounding of a weight to float32. */
const float32: Tolerance = { rtol: 2 ** -24, atol: 0 };

const builders: Readonly<Record<string, (parameters: { gain: number; fan: 'in' | 'out' }) => Initializer>> = {
  xavier_uniform: glorotUniform,
  xavier_normal: glorotNormal,
  kaiming_uniform: heUniform,
  kaiming_normal: heNormal,
  lecun_uniform: lecunUniform,
  lecun_normal: lecunNormal,
};

function build({ init, gain = 1, mode }: InitCase): Initializer {
  return (builders[init] as (typeof builders)[string])({ gain, fan: mode === 'fan_out' ? 'out' : 'in' });
}

/** A stream that draws the upper end of every interval and one standard deviation, and notes the intervals. */
function recordingStream(): RandomStream & { readonly bounds: number[] } {
  const bounds: number[] = [];
  return {
    ...randomStream(0),
    bounds,
    normal: () => 1,
    uniform: (low = 0, high = 1) => {
      bounds.push(-low, high);
      return high;
    },
  };
}

describe('parity with torch.nn.init', () => {
  it.each(cases)('fans of $shape', ({ shape, fan_in, fan_out }) => {
    expect(fansOf(shape)).toEqual({ fanIn: fan_in, fanOut: fan_out });
  });

  it.each(cases)('standard deviations and bounds for $shape', ({ shape, inits }) => {
    for (const init of inits) {
      const stream = recordingStream();
      const [weight] = build(init)(shape, stream);
      if (init.bound === undefined) {
        assertAllClose([weight ?? 0], [init.std], { tolerance: float32, what: init.init });
      } else {
        const expected = stream.bounds.map(() => init.bound as number);
        assertAllClose(stream.bounds, expected, { tolerance: formula, what: init.init });
      }
    }
  });

  // The limits are the header's: five standard errors of the mean and of the standard deviation.
  it.each(cases)('samples of $shape', ({ shape, inits }) => {
    const count = sizeOf(shape);
    for (const [index, init] of inits.entries()) {
      const weights = build(init)(shape, randomStream(index).split(shape.join()));
      const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
      const power = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / (count - 1);
      const spread = init.bound === undefined ? 5 / Math.sqrt(2 * count) : 5 * Math.sqrt(0.2 / count);
      expect(Math.abs(mean), init.init).toBeLessThanOrEqual((5 * init.std) / Math.sqrt(count));
      expect(Math.abs(Math.sqrt(power) / init.std - 1), init.init).toBeLessThanOrEqual(spread);
      const bound = Math.fround(init.bound ?? Infinity);
      expect(
        weights.every((weight) => Math.abs(weight) <= bound),
        init.init,
      ).toBe(true);
    }
  });
});

describe('initializers', () => {
  it('fill a shape with a constant', () => {
    const stream = randomStream(1);
    expect(zeros([2, 2], stream)).toEqual(Float32Array.of(0, 0, 0, 0));
    expect(constantInitializer(0.25)([3], stream)).toEqual(Float32Array.of(0.25, 0.25, 0.25));
  });

  it('give the same weights for the same stream', () => {
    expect(heNormal()([4, 3], randomStream(7))).toEqual(heNormal()([4, 3], randomStream(7)));
    expect(heNormal()([4, 3], randomStream(7))).not.toEqual(heNormal()([4, 3], randomStream(8)));
  });

  it('default to the gain of ReLU', () => {
    expect(heNormal()([4, 2], recordingStream())[0]).toBe(1);
  });

  it('refuse a vector, which has no fans, and a gain that is no size', () => {
    expect(() => heNormal()([4], randomStream(1))).toThrow(
      'initializer: a weight needs the axes [out, in, ...kernel], got shape [4]',
    );
    expect(() => glorotUniform({ gain: Number.NaN })).toThrow(
      'initializer: gain must be a finite number from 0 up, got NaN',
    );
  });
});
