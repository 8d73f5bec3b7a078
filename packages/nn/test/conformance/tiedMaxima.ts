import { toNumber } from '@rectify/golden';
import type { GoldenCase } from './goldenCase.js';

type Four = readonly [number, number, number, number];

/** Whether some window of a max-pooling case holds its maximum more than once. */
export function hasTiedMaxima({ op, inputs, output, params }: GoldenCase): boolean {
  if (op !== 'max_pool2d' || inputs.x === undefined) return false;
  const [, , height, width] = inputs.x.shape as Four;
  const [, , outputHeight, outputWidth] = output.shape as Four;
  const elements = inputs.x.data.map(toNumber);
  return output.data.map(toNumber).some((maximum, flat) => {
    const plane = Math.floor(flat / (outputHeight * outputWidth)) * height * width;
    const top =
      (Math.floor(flat / outputWidth) % outputHeight) * (params.stride as number) -
      (params.padding as number);
    const left = (flat % outputWidth) * (params.stride as number) - (params.padding as number);
    const inWindow = elements.slice(plane, plane + height * width).filter((_, cell) => {
      const [row, column] = [Math.floor(cell / width) - top, (cell % width) - left];
      return row >= 0 && row < (params.kernel as number) && column >= 0 && column < (params.kernel as number);
    });
    return inWindow.filter((element) => element === maximum).length > 1;
  });
}
