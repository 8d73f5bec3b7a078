// Memory that ONNX Runtime reads and writes where it lies.
import type { DataType } from '../../graph/operationSet.js';
import type { NumberArray } from '../engine.js';
import type { Address, NativeApi } from './nativeApi.js';

/** Numbers, and where they lie as long as they are reachable. They must not be handed out. */
export interface Memory<Numbers extends NumberArray = NumberArray> {
  readonly values: Numbers;
  readonly address: Address;
}

/** As ONNX Runtime aligns its own: how a kernel groups a sum may depend on it, and so the last bit of the result. */
const ALIGNMENT = 64;

const ARRAYS = {
  float32: Float32Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const satisfies Record<DataType, unknown>;

/** Elements that are 0. */
export function allocate<Type extends DataType>(
  { addressOf }: Pick<NativeApi, 'addressOf'>,
  dataType: Type,
  length: number,
): Memory<InstanceType<(typeof ARRAYS)[Type]>> {
  const Numbers = ARRAYS[dataType];
  // One element more: what has no element needs an address all the same.
  const buffer = new ArrayBuffer((length + 1) * Numbers.BYTES_PER_ELEMENT + ALIGNMENT);
  const start = addressOf(buffer);
  const offset = Number(-start & BigInt(ALIGNMENT - 1));
  return {
    values: new Numbers(buffer, offset, length) as InstanceType<(typeof ARRAYS)[Type]>,
    address: start + BigInt(offset),
  };
}

/** Elements from `start` up to but not `end`, which lie where they did. */
export function partOf(memory: Memory<Float32Array>, start: number, end: number): Memory<Float32Array> {
  return {
    values: memory.values.subarray(start, end),
    address: memory.address + BigInt(start * Float32Array.BYTES_PER_ELEMENT),
  };
}
