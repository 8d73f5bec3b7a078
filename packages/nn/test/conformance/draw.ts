// Random arguments of an operation. Numbers are multiples of 1/1024: exact in float32, so that one
// sample serves engines of both precisions.
import { input } from '../../src/graph/leaves.js';
import type { DataType } from '../../src/graph/operationSet.js';
import { type Shape, sizeOf } from '../../src/graph/shape.js';
import type { Value } from '../../src/graph/value.js';
import type { RandomStream } from '../../src/random.js';

/** One argument. Arguments of other types than `float32`, and fixed ones, are not differentiated. */
export interface Argument {
  readonly shape: Shape;
  readonly data: readonly number[];
  readonly dataType?: DataType;
  readonly isFixed?: boolean;
}

/** Arguments and the graph that applies an operation to them. */
export interface Sample<Name extends string = string> {
  readonly arguments: Readonly<Record<Name, Argument>>;
  readonly build: (values: Readonly<Record<Name, Value>>) => Value;
}

/** Draws the arguments of an operation. */
export type Draw = (random: RandomStream) => Sample;

/** Pairs arguments with what is built from them; the builder sees the same names. */
export function sample<Name extends string>(
  args: Readonly<Record<Name, Argument>>,
  build: Sample<Name>['build'],
): Sample {
  return { arguments: args, build: build as Sample['build'] };
}

/** Inputs of a graph for the arguments. */
export function inputsOf(args: Sample['arguments']): Record<string, Value> {
  const values = Object.entries(args).map(([name, { shape, dataType }]) => [
    name,
    input(name, shape, dataType),
  ]);
  return Object.fromEntries(values);
}

/** A shape of up to four axes, each from 1 to 4. */
export function anyShape(random: RandomStream, rank = random.integer(5)): Shape {
  return Array.from({ length: rank }, () => 1 + random.integer(4));
}

/** Two shapes that broadcast: axes of either one are dropped or have size 1. */
export function broadcastingShapes(random: RandomStream): [Shape, Shape] {
  const common = anyShape(random);
  const narrowed = (): Shape =>
    common.map((size) => (random.integer(3) === 0 ? 1 : size)).slice(random.integer(common.length + 1));
  return random.integer(2) === 0 ? [common, narrowed()] : [narrowed(), common];
}

/** Normal numbers with standard deviation 1.5. */
export function normal(random: RandomStream, shape: Shape): Argument {
  return filled(shape, () => 1.5 * random.normal());
}

/** Normal numbers at least 1/16 away from the given kinks. */
export function normalExcept(random: RandomStream, shape: Shape, kinks: readonly number[]): Argument {
  return filled(shape, () => {
    for (;;) {
      const number = 1.5 * random.normal();
      if (kinks.every((kink) => Math.abs(number - kink) > 1 / 16)) return number;
    }
  });
}

/** Numbers from 1/4 up. */
export function positive(random: RandomStream, shape: Shape): Argument {
  return filled(shape, () => 0.25 + Math.abs(random.normal()));
}

/** Numbers that all differ, by 1/8 at least. */
export function distinct(random: RandomStream, shape: Shape): Argument {
  const count = sizeOf(shape);
  const ranks = random.shuffle(Array.from({ length: count }, (_, index) => index - count / 2));
  return { shape, data: ranks.map((rank) => rank / 8) };
}

/** Multiples of 1/2 from -2 to 2 plus `shift`, so that equal numbers are frequent. */
export function coarse(random: RandomStream, shape: Shape, shift = 0): Argument {
  return filled(shape, () => random.integer(9) / 2 - 2 + shift);
}

/** Integers in [0, bound). */
export function integers(
  random: RandomStream,
  shape: Shape,
  { bound, dataType = 'int32' }: { readonly bound: number; readonly dataType?: DataType },
): Argument {
  return { ...filled(shape, () => random.integer(bound)), dataType };
}

function filled(shape: Shape, next: () => number): Argument {
  const data = Array.from({ length: sizeOf(shape) }, () => Math.round(next() * 1024) / 1024);
  return { shape, data };
}
