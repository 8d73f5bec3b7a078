// The safetensors format: named tensors in one file that can be read without running code.
// https://github.com/huggingface/safetensors#format
//
//     bytes 0 to 7    length N of the header, little-endian
//     N bytes         JSON: { name: { dtype, shape, data_offsets: [begin, end] }, "__metadata__": { key: text } }
//     the rest        the elements, little-endian and row-major; offsets count from here, without holes

import type { Shape } from '../graph/shape.js';
import { roundUp } from '../roundUp.js';
import { parseHeader, type TensorEntry } from './safetensorsHeader.js';

/** Elements of a stored tensor. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A tensor with its shape; its name is the key under which it stands. */
export interface NamedTensor {
  readonly shape: Shape;
  readonly data: TensorData;
}

/** What a file holds. */
export interface TensorFile {
  readonly tensors: Readonly<Record<string, NamedTensor>>;
  /** Text by key, for whatever belongs to the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

const arrays = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;

/** An element type of the format, by the format's own name. */
export type TensorDtype = keyof typeof arrays;

const LENGTH_BYTES = 8;

/**
 * Writes tensors as one file. Equal tensors in equal order give equal bytes.
 *
 * @throws RangeError if the elements of a tensor do not fill its shape, or its name is `__metadata__`
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const placed = place(tensors);
  const header = encodeHeader(placed, metadata);
  const file = new Uint8Array(LENGTH_BYTES + header.length + (placed.at(-1)?.end ?? 0));
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, LENGTH_BYTES);
  for (const { data, begin } of placed) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    file.set(bytes, LENGTH_BYTES + header.length + begin);
  }
  return file;
}

/**
 * Reads a file. It is checked entirely before anything is allocated, and holds at most what its length allows.
 *
 * @returns tensors and metadata in the order of the file; the elements are copies
 * @throws SafetensorsError naming the tensor and what is wrong with it
 */
export function readSafetensors(file: Uint8Array): TensorFile {
  const { entries, metadata, dataStart } = parseHeader(file);
  const tensors = entries.map((entry) => [entry.name, readTensor(file, dataStart, entry)] as const);
  return { tensors: Object.fromEntries(tensors), metadata };
}

interface PlacedTensor extends NamedTensor, TensorEntry {}

/** Wide elements first, so that each tensor is aligned, whoever maps the file into memory. */
function place(tensors: TensorFile['tensors']): PlacedTensor[] {
  const sorted = Object.entries(tensors).toSorted(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  );
  let end = 0;
  return sorted.map(([name, { shape, data }]) => {
    checkTensor(name, { shape, data });
    const begin = end;
    end += data.byteLength;
    return { name, shape, data, dtype: dtypeOf(data), begin, end };
  });
}

function checkTensor(name: string, { shape, data }: NamedTensor): void {
  if (name === '__metadata__') throw new RangeError('safetensors: no tensor can be named "__metadata__"');
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (size !== data.length || shape.some((axis) => !Number.isSafeInteger(axis) || axis < 0)) {
    throw new RangeError(
      `safetensors: tensor "${name}" has shape [${shape.join(', ')}] but ${data.length} elements`,
    );
  }
}

function dtypeOf(data: TensorData): TensorDtype {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

/** The header, filled up with spaces so that the elements start at a multiple of eight bytes. */
function encodeHeader(placed: readonly PlacedTensor[], metadata: TensorFile['metadata']): Uint8Array {
  const entries = placed.map(
    ({ name, dtype, shape, begin, end }) => [name, { dtype, shape, data_offsets: [begin, end] }] as const,
  );
  const head = Object.keys(metadata).length === 0 ? [] : [['__metadata__', metadata] as const];
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...head, ...entries])));
  const header = new Uint8Array(roundUp(json.length, 8)).fill(0x20);
  header.set(json);
  return header;
}

function readTensor(
  file: Uint8Array,
  dataStart: number,
  { dtype, shape, begin, end }: TensorEntry,
): NamedTensor {
  // A copy by constructor: `slice` of Node's Buffer shares the memory, whose start need not be aligned.
  const bytes = new Uint8Array(file.subarray(dataStart + begin, dataStart + end));
  return { shape, data: new arrays[dtype](bytes.buffer) };
}
