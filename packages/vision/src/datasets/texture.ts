// Backgrounds that a detector cannot subtract: a colour gradient, soft blotches and pixel noise.
import type { RandomStream } from '@rectify/nn/random';
import type { Size } from '../boxes/box.js';
import type { RgbImage } from '../images/image.js';

/** Strength of the parts, in steps of 8-bit colour. */
const GRADIENT_AMPLITUDE = 40;
const BLOTCH_AMPLITUDE = 28;
const NOISE_AMPLITUDE = 12;

/** Blotches along each side of a picture. */
const CELLS = 8;

/** Prime, so that rows of no usual width line up with it. */
const NOISE_LENGTH = 65_537;

/** Noise from -1 to 1 to cut pieces from: drawing each pixel of each scene anew would cost most of a scene. */
export function noiseTile(stream: RandomStream): Float32Array {
  return Float32Array.from({ length: NOISE_LENGTH }, () => stream.uniform(-1, 1));
}

/** A textured background; `noise` comes from `noiseTile`. */
export function drawBackground(size: Size, noise: Float32Array, stream: RandomStream): RgbImage {
  const data = new Uint8Array(size.width * size.height * 3);
  const noiseStrength = stream.uniform(0, NOISE_AMPLITUDE);
  const blotchStrength = stream.uniform(0, BLOTCH_AMPLITUDE);
  const columns = columnsOf(size.width);
  for (let channel = 0; channel < 3; channel++) {
    const corners = drawCorners(blotchStrength, stream);
    const noiseStart = stream.integer(noise.length - size.width * size.height);
    const texture = { corners, noise: noise.subarray(noiseStart), noiseStrength };
    fillChannel(data.subarray(channel), { ...texture, columns, height: size.height });
  }
  return { ...size, data };
}

/** Values at the corners of the cells: a colour, a gradient across the picture and blotches. */
function drawCorners(blotchStrength: number, stream: RandomStream): Float32Array {
  const base = stream.uniform(40, 215);
  const across = stream.uniform(-GRADIENT_AMPLITUDE, GRADIENT_AMPLITUDE);
  const down = stream.uniform(-GRADIENT_AMPLITUDE, GRADIENT_AMPLITUDE);
  return Float32Array.from({ length: (CELLS + 1) ** 2 }, (_, corner) => {
    const x = (corner % (CELLS + 1)) / CELLS - 0.5;
    const y = Math.floor(corner / (CELLS + 1)) / CELLS - 0.5;
    return base + 2 * (across * x + down * y) + blotchStrength * stream.uniform(-1, 1);
  });
}

/** Where the columns of a picture lie among the cells. */
interface Columns {
  /** The first column behind each cell. */
  readonly ends: Int32Array;
  /** For each column the distance from the left edge of its cell, as a share of the cell. */
  readonly right: Float32Array;
}

function columnsOf(width: number): Columns {
  const ends = Int32Array.from({ length: CELLS }, (_, cell) => Math.ceil(((cell + 1) * width) / CELLS));
  const right = Float32Array.from({ length: width }, (_, x) => {
    const position = (x * CELLS) / width;
    return position - Math.floor(position);
  });
  return { ends, right };
}

interface Channel {
  readonly corners: Float32Array;
  readonly noise: Float32Array;
  readonly noiseStrength: number;
  readonly columns: Columns;
  readonly height: number;
}

/** Bilinear interpolation between the corners, plus noise, into every third byte of `data`. */
function fillChannel(data: Uint8Array, { corners, height, ...texture }: Channel): void {
  const row = new Float32Array(CELLS + 1);
  const textureRow = { row, ...texture };
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * CELLS) / height) * (CELLS + 1);
    const down = (y * CELLS) / height - top / (CELLS + 1);
    for (let corner = 0; corner <= CELLS; corner++) {
      const above = corners[top + corner] as number;
      row[corner] = above + down * ((corners[top + CELLS + 1 + corner] as number) - above);
    }
    fillRow(data, y, textureRow);
  }
}

interface TextureRow extends Pick<Channel, 'noise' | 'noiseStrength' | 'columns'> {
  /** Values at the edges of the cells. */
  readonly row: Float32Array;
}

/** Most of the cost of a scene, so that what is the same in a cell is read once, and limits are whole numbers. */
function fillRow(data: Uint8Array, y: number, { row, noise, noiseStrength, columns }: TextureRow): void {
  const { ends, right } = columns;
  for (let cell = 0, x = 0, pixel = y * right.length; cell < CELLS; cell++) {
    const before = row[cell] as number;
    const change = (row[cell + 1] as number) - before;
    for (const end = ends[cell] as number; x < end; x++, pixel++) {
      const value = before + (right[x] as number) * change + noiseStrength * (noise[pixel] as number);
      data[pixel * 3] = Math.max(0, Math.min(255, value | 0));
    }
  }
}
