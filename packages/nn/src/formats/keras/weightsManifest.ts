// The weights of a Layers model: named in its manifest, one behind the other in the files that the manifest lists.
// https://github.com/tensorflow/tfjs, `io.WeightsManifestConfig`.
import { checkedSize, type StoredTensor } from '../storedWeights.js';
import { isRecord, type JsonRecord, listOf, record, text } from './json.js';

/** One group: what the files hold when they are put together. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly JsonRecord[];
}

/** Bytes of an element as it is stored, and the number that it stands for. */
interface Encoding {
  readonly bytes: number;
  read(view: DataView, place: number): number;
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  float32: { bytes: 4, read: (view, place) => view.getFloat32(place, true) },
  float16: { bytes: 2, read: (view, place) => halfPrecision(view.getUint16(place, true)) },
  uint8: { bytes: 1, read: (view, place) => view.getUint8(place) },
  uint16: { bytes: 2, read: (view, place) => view.getUint16(place, true) },
};

/**
 * Reads the manifest of a `model.json`.
 *
 * @throws RangeError if it is none
 */
export function readManifest(manifest: unknown): WeightGroup[] {
  return listOf('weightsManifest', manifest).map((group) => {
    const { paths, weights } = record('weightsManifest', group);
    return {
      paths: listOf('weightsManifest: paths', paths).map((path) => text('weightsManifest: a path', path)),
      weights: listOf('weightsManifest: weights', weights).map((entry) =>
        record('weightsManifest: a weight', entry),
      ),
    };
  });
}

/**
 * The weights of all groups by name; those of an optimizer are left out.
 *
 * @param files - the bytes of every path
 * @throws RangeError naming the weight that is stored in another way or does not fill its shape
 */
export function readWeights(
  groups: readonly WeightGroup[],
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const { paths, weights } of groups) {
    const bytes = joined(paths.map((path) => files.get(path) ?? missing(path)));
    let start = 0;
    for (const entry of weights) {
      const { tensor, end } = readWeight(entry, bytes, start);
      start = end;
      if (entry.group === 'optimizer') continue;
      if (tensors.has(tensor.name)) throw new RangeError(`two weights are named "${tensor.name}"`);
      tensors.set(tensor.name, tensor);
    }
    if (start !== bytes.length) {
      throw new RangeError(
        `the weights of ${paths.join(', ')} take ${start} bytes, the files have ${bytes.length}`,
      );
    }
  }
  return tensors;
}

function readWeight(
  entry: JsonRecord,
  bytes: Uint8Array,
  start: number,
): { tensor: StoredTensor; end: number } {
  const name = text("weightsManifest: a weight's name", entry.name);
  const what = `weight "${name}"`;
  const { encoding, scale, minimum } = encodingOf(what, entry);
  const shape = listOf(`${what}: shape`, entry.shape) as number[];
  const size = checkedSize(what, shape, Math.floor((bytes.length - start) / encoding.bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, size * encoding.bytes);
  const data = Float32Array.from(
    { length: size },
    (_, index) => encoding.read(view, index * encoding.bytes) * scale + minimum,
  );
  return { tensor: { name, shape, data }, end: start + size * encoding.bytes };
}

/** Quantised weights stand for scale * stored + min; half precision stands for itself. */
function encodingOf(what: string, { dtype, quantization }: JsonRecord) {
  if (dtype !== 'float32')
    throw new RangeError(`${what}: dtype ${JSON.stringify(dtype)} is not read, only float32`);
  const { dtype: stored = 'float32', scale = 1, min = 0 } = isRecord(quantization) ? quantization : {};
  const encoding = Object.hasOwn(ENCODINGS, String(stored)) ? ENCODINGS[String(stored)] : undefined;
  if (encoding === undefined || !Number.isFinite(scale) || !Number.isFinite(min)) {
    throw new RangeError(`${what}: quantization ${JSON.stringify(quantization)} is not read`);
  }
  return { encoding, scale: scale as number, minimum: min as number };
}

/** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}

function missing(path: string): never {
  throw new RangeError(`the weight file "${path}" was not given`);
}
