// Synthetic data, small enough that hundreds of networks are trained in minutes.
import type { RandomStream } from '@rectify/nn/random';

/** Examples of a task, flat. */
export interface Points {
  readonly count: number;
  /** `count * dimensions`. */
  readonly x: Float32Array;
  /** `count`: a value, or the number of a class. */
  readonly y: Float32Array;
}

/** Draws examples; the same stream gives the same ones. */
export type Source = (count: number, stream: RandomStream) => Points;

/** A task: where its examples come from. */
export interface PointTask {
  readonly dimensions: number;
  /** Number of classes; undefined where the target is a value. */
  readonly classes?: number;
  readonly draw: Source;
}

/** Arms of the spirals. */
const spiralArms = 3;

/**
 * Three interleaved spirals in the plane, one class each: not linearly separable, learned in a few hundred updates.
 *
 * @param labelNoise - share of examples whose class is drawn at random
 */
export function spirals({ labelNoise = 0 }: { readonly labelNoise?: number } = {}): PointTask {
  return {
    dimensions: 2,
    classes: spiralArms,
    draw: (count, stream) =>
      collect(count, 2, (point) => {
        const arm = stream.integer(spiralArms);
        const radius = stream.uniform(0.1, 1);
        const angle = 4 * radius + (arm * 2 * Math.PI) / spiralArms + 0.1 * stream.normal();
        point[0] = 2 * radius * Math.cos(angle);
        point[1] = 2 * radius * Math.sin(angle);
        const isNoise = stream.uniform() < labelNoise;
        return isNoise ? stream.integer(spiralArms) : arm;
      }),
  };
}

/** A target that depends on the negative part of the inputs only: y = sum of min(x_i, 0), centred. */
export const negativePart: PointTask = {
  dimensions: 4,
  draw: (count, stream) =>
    collect(count, 4, (point) => {
      for (let axis = 0; axis < 4; axis++) point[axis] = stream.normal();
      // E min(x, 0) = -1 / sqrt(2 pi) of a standard normal.
      return point.reduce((sum, value) => sum + Math.min(value, 0), 0) + 4 / Math.sqrt(2 * Math.PI);
    }),
};

/** Values that a forecast sees. */
const windowLength = 16;

/** One-step forecast of two sines of random phase with noise: a signal around 0, as audio is. */
export const sineForecast: PointTask = {
  dimensions: windowLength,
  draw: (count, stream) =>
    collect(count, windowLength, (point) => {
      const [slow, fast] = [stream.uniform(0, 2 * Math.PI), stream.uniform(0, 2 * Math.PI)];
      const signal = (time: number): number =>
        Math.sin(0.3 * time + slow) + 0.5 * Math.sin(1.1 * time + fast) + 0.1 * stream.normal();
      for (let time = 0; time < windowLength; time++) point[time] = signal(time);
      return signal(windowLength);
    }),
};

/** A smooth signed function: the mean of sines along as many fixed directions as there are dimensions. */
export function smoothFunction(dimensions: number): PointTask {
  const frequency = (direction: number, axis: number): number =>
    2 * Math.cos(1 + 3 * direction + 5 * axis) + (direction === axis ? 2 : 0);
  return {
    dimensions,
    draw: (count, stream) =>
      collect(count, dimensions, (point) => {
        for (let axis = 0; axis < dimensions; axis++) point[axis] = stream.uniform(-1, 1);
        let sum = 0;
        for (let direction = 0; direction < dimensions; direction++) {
          const along = point.reduce((total, value, axis) => total + value * frequency(direction, axis), 0);
          sum += Math.sin(along + direction);
        }
        return (sum / Math.sqrt(dimensions)) * Math.SQRT2;
      }),
  };
}

function collect(count: number, dimensions: number, fill: (point: Float32Array) => number): Points {
  const x = new Float32Array(count * dimensions);
  const y = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    y[index] = fill(x.subarray(index * dimensions, (index + 1) * dimensions));
  }
  return { count, x, y };
}
