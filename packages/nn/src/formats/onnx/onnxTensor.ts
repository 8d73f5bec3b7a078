// The constant tensors of an ONNX file. A size that is claimed is checked against the bytes that are there before
// anything is made of it.
import { type DecodedTensor, ONNX_TYPES } from '../../engines/onnx/schema.js';
import type { Shape } from '../../graph/shape.js';
import { checkedSize, type StoredTensor } from '../storedWeights.js';

/** A constant of the graph: weights, or the small integers that shapes and axes are made of. */
export type OnnxConstant =
  | (StoredTensor & { readonly kind: 'floats' })
  | { readonly kind: 'integers'; readonly shape: Shape; readonly data: readonly number[] };

/** The bytes of tensors that lie in files of their own, by their location. */
export type ExternalFiles = ReadonlyMap<string, Uint8Array>;

const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  [ONNX_TYPES.float32]: 4,
  [ONNX_TYPES.int32]: 4,
  [ONNX_TYPES.int64]: 8,
  [ONNX_TYPES.uint8]: 1,
  [ONNX_TYPES.bool]: 1,
};

/** Names of the standard's other element types, for the error. */
const OTHER_TYPES: Readonly<Record<number, string>> = {
  3: 'int8',
  8: 'string',
  10: 'float16',
  11: 'double',
  16: 'bfloat16',
};

/**
 * Reads a tensor.
 *
 * @throws RangeError if its type is not read here or its elements do not fill its shape
 */
export function readTensor(tensor: DecodedTensor, external: ExternalFiles): OnnxConstant {
  const { name, data_type: type, dims } = tensor;
  const what = `tensor "${name}"`;
  const bytes = ELEMENT_BYTES[type];
  if (bytes === undefined) {
    throw new RangeError(
      `${what}: element type ${OTHER_TYPES[type] ?? type} is not read; export it as float32`,
    );
  }
  const raw = tensor.data_location === 1 ? externalBytes(tensor, external) : tensor.raw_data;
  const listed = listedElements(tensor);
  const held = raw.length > 0 ? raw.length / bytes : listed.length;
  const size = checkedSize(what, dims, Math.floor(held));
  if (size !== held)
    throw new RangeError(`${what}: shape [${dims.join(', ')}] has ${size} elements, the file holds ${held}`);
  const elements = raw.length > 0 ? rawElements(raw, type) : listed;
  return type === ONNX_TYPES.float32
    ? { kind: 'floats', name, shape: dims, data: Float32Array.from(elements) }
    : { kind: 'integers', shape: dims, data: Array.from(elements) };
}

function listedElements({ data_type, float_data, int32_data, int64_data }: DecodedTensor): readonly number[] {
  if (data_type === ONNX_TYPES.float32) return float_data;
  return data_type === ONNX_TYPES.int64 ? int64_data : int32_data;
}

function rawElements(raw: Uint8Array, type: number): ArrayLike<number> {
  // A copy: what protobuf hands out need not be aligned.
  const { buffer } = Uint8Array.from(raw);
  if (type === ONNX_TYPES.float32) return new Float32Array(buffer);
  if (type === ONNX_TYPES.int32) return new Int32Array(buffer);
  return type === ONNX_TYPES.int64 ? Array.from(new BigInt64Array(buffer), Number) : new Uint8Array(buffer);
}

/** Where a tensor in another file lies. */
export function externalPlace({ external_data, name }: DecodedTensor) {
  const {
    location,
    offset = '0',
    length,
  } = Object.fromEntries(external_data.map(({ key, value }) => [key, value]));
  if (location === undefined)
    throw new RangeError(`tensor "${name}": its data are external, but no location is given`);
  return { location, offset: Number(offset), length: length === undefined ? undefined : Number(length) };
}

function externalBytes(tensor: DecodedTensor, external: ExternalFiles): Uint8Array {
  const { location, offset, length } = externalPlace(tensor);
  const file = external.get(location);
  if (file === undefined) {
    throw new RangeError(`tensor "${tensor.name}": its data lie in "${location}", which was not given`);
  }
  const end = length === undefined ? file.length : offset + length;
  if (!(Number.isSafeInteger(offset) && offset >= 0 && end >= offset && end <= file.length)) {
    throw new RangeError(
      `tensor "${tensor.name}": bytes ${offset} to ${end} are not in "${location}", which has ${file.length}`,
    );
  }
  return file.subarray(offset, end);
}
