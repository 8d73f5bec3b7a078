// What programs do with ONNX Runtime in C: sessions, tensors over memory, runs. Every status becomes an error.
import type { DataType } from '../../graph/operationSet.js';
import type { SessionOptions } from './binding.js';
import { type Address, type Addresses, loadNativeApi, type NativeApi } from './nativeApi.js';
import type { Memory } from './nativeMemory.js';
import type { TensorType } from './tensorType.js';

/** `ONNXTensorElementDataType` */
const ELEMENT_TYPES = {
  float32: 1,
  uint8: 2,
  int32: 6,
  bool: 9,
} as const satisfies Record<DataType, number>;

const LOG_ERRORS = 3;
const ALL_OPTIMIZATIONS = 99;
const ARENA_ALLOCATOR = 1;
const DEFAULT_MEMORY = 0;

/** Names and tensors on one side of a run, in the same order. */
export interface Side {
  /** Addresses of texts that end with a zero byte. */
  readonly names: Addresses;
  readonly tensors: Addresses;
}

/** ONNX Runtime in this process. */
export class NativeRuntime {
  readonly api: NativeApi;
  readonly #env: Address;
  readonly #memoryInfo: Address;

  constructor(api: NativeApi) {
    this.api = api;
    this.#env = this.#made((env) => api.ort.createEnv(LOG_ERRORS, 'rectify', env));
    this.#memoryInfo = this.#made((info) =>
      api.ort.createCpuMemoryInfo(ARENA_ALLOCATOR, DEFAULT_MEMORY, info),
    );
  }

  /**
   * A session, to be released.
   *
   * @throws Error if ONNX Runtime refuses the model
   */
  createSession(model: Uint8Array, { threads }: SessionOptions): Address {
    const { ort } = this.api;
    const options = this.#made((address) => ort.createSessionOptions(address));
    try {
      this.#check(ort.setSessionLogSeverityLevel(options, LOG_ERRORS));
      this.#check(ort.setSessionGraphOptimizationLevel(options, ALL_OPTIMIZATIONS));
      this.#check(ort.setIntraOpNumThreads(options, threads));
      this.#check(ort.setInterOpNumThreads(options, 1));
      return this.#made((session) =>
        ort.createSessionFromArray(this.#env, model, model.byteLength, options, session),
      );
    } finally {
      ort.releaseSessionOptions(options);
    }
  }

  /** A tensor over memory, to be released; whoever holds it holds the memory too. */
  createTensor({ values, address }: Memory, { shape, dataType }: TensorType): Address {
    const axes = BigInt64Array.from(shape, BigInt);
    const elementType = ELEMENT_TYPES[dataType];
    return this.#made((tensor) =>
      this.api.ort.createTensorWithDataAsOrtValue(
        this.#memoryInfo,
        address,
        values.byteLength,
        axes,
        axes.length,
        elementType,
        tensor,
      ),
    );
  }

  /**
   * Runs a session on tensors that fit it; the outputs are written where theirs lie.
   *
   * @throws Error if a node fails
   */
  run(session: Address, inputs: Side, outputs: Side): void {
    this.#check(
      this.api.ort.run(
        session,
        null,
        inputs.names,
        inputs.tensors,
        inputs.tensors.length,
        outputs.names,
        outputs.tensors.length,
        outputs.tensors,
      ),
    );
  }

  releaseSession(session: Address): void {
    this.api.ort.releaseSession(session);
  }

  releaseTensor(tensor: Address): void {
    this.api.ort.releaseValue(tensor);
  }

  #made(make: (made: Addresses) => Address | null): Address {
    const made = new BigUint64Array(1);
    this.#check(make(made));
    return made[0] as Address;
  }

  #check(status: Address | null): void {
    if (status === null) return;
    const message = this.api.ort.getErrorMessage(status);
    this.api.ort.releaseStatus(status);
    throw new Error(`onnx engine: ${message.trim()}`);
  }
}

let opened: Promise<NativeRuntime> | undefined;

/**
 * Opens ONNX Runtime in C, once in a process.
 *
 * @throws Error if koffi or the library does not load here
 */
export function openNativeRuntime(): Promise<NativeRuntime> {
  opened ??= loadNativeApi().then((api) => new NativeRuntime(api));
  return opened;
}
