// All randomness of Rectify. A seed opens a stream; a stream splits by name, so that the environment,
// the exploration, the replay, the weights and the augmentation each draw from a stream of their own
// and one of them drawing more never changes another.
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A reproducible source of random numbers; the same seed and the same calls give the same numbers. */
export interface RandomStream {
  /** An independent stream. It depends on this stream's seed and on `name`, not on what was drawn before. */
  split(name: string): RandomStream;
  /** Uniform in [low, high); by default in [0, 1). */
  uniform(low?: number, high?: number): number;
  /** Fills an array with uniform numbers in [0, 1), multiples of 2^-24: several times as fast as `uniform`. */
  fillUniform(values: Float32Array): Float32Array;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal: mean 0, variance 1 (Box and Muller 1958). */
  normal(): number;
  /** Puts `items` in random order, in place (Fisher and Yates), and returns them. */
  shuffle<Item>(items: Item[]): Item[];
  /** The position in the stream, as plain numbers for a checkpoint. */
  state(): number[];
  /** Continues from a position that `state` returned. */
  restore(state: readonly number[]): void;
}

type Key = readonly [number, number, number, number];

const ROOT: Key = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/**
 * Opens the stream of a seed.
 *
 * @param seed - a safe integer from 0 up
 * @throws RangeError if the seed is negative, fractional or too large to be exact
 */
export function randomStream(seed: number): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed must be an integer from 0 to 2^53 - 1, got ${seed}`);
  }
  return openStream(absorb(ROOT, String(seed)));
}

function openStream(key: Key): RandomStream {
  let generator = xoroshiro128plusFromState(key);
  const uniform = (low = 0, high = 1): number => low + (high - low) * uniformFloat64(generator);
  const integer = (bound: number): number => uniformInt(generator, 0, bound - 1);
  return {
    split: (name) => openStream(absorb(key, name)),
    uniform,
    fillUniform: (values) => {
      for (let index = 0; index < values.length; index++) values[index] = uniformFloat32(generator);
      return values;
    },
    integer,
    // 1 - u lies in (0, 1], so that the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle: (items) => {
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const moved = items[last] as (typeof items)[number];
        items[last] = items[other] as (typeof items)[number];
        items[other] = moved;
      }
      return items;
    },
    state: () => [...generator.getState()],
    restore: (state) => {
      generator = xoroshiro128plusFromState(state);
    },
  };
}

/** The key of a child stream: each word sees every character (MurmurHash3's mixing steps, Appleby 2011). */
function absorb(key: Key, name: string): Key {
  const word = (index: 0 | 1 | 2 | 3): number => {
    let hash = key[index] ^ Math.imul(key[(index + 1) & 3] as number, 0x9e3779b1) ^ name.length;
    for (let position = 0; position < name.length; position++) {
      hash = Math.imul(hash ^ Math.imul(name.charCodeAt(position), 0xcc9e2d51), 0x1b873593);
      hash ^= hash >>> 15;
    }
    return avalanche(hash);
  };
  // A generator whose state is all zero would stay there.
  return [word(0), word(1), word(2), word(3) | 1];
}

function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
