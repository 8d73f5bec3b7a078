import type { SessionOptions } from './binding.js';
import type { Address, Addresses, NativeApi } from './nativeApi.js';
import { allocate, type Memory } from './nativeMemory.js';
import type { NativeRuntime } from './nativeRuntime.js';
import type { TensorType } from './tensorType.js';

/** What a session is opened with. */
export interface NativeSessionOptions extends SessionOptions {
  readonly model: Uint8Array;
  /** Names in the model, in the order of the tensors of a run. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What a session holds outside the JavaScript heap. It is an object of its own, so that it outlives the session. */
interface Held {
  readonly runtime: NativeRuntime;
  readonly session: Address;
  readonly tensors: Address[];
}

/** Frees what nobody can reach any more. */
const abandoned = new FinalizationRegistry<Held>(release);

function release({ runtime, session, tensors }: Held): void {
  runtime.releaseSession(session);
  for (const tensor of tensors) runtime.releaseTensor(tensor);
}

/** A model that ONNX Runtime has opened, with the tensors of its next run. */
export class NativeSession {
  /** Tensors that a run reads, and those that it writes where they lie: each place must hold one made by `tensorOver`. */
  readonly inputs: Addresses;
  readonly outputs: Addresses;
  readonly #inputNames: Addresses;
  readonly #outputNames: Addresses;
  readonly #held: Held;
  /** What the tensors and the lists of names point at. */
  readonly #memories: Memory[] = [];
  #isDisposed = false;

  /** @throws Error if ONNX Runtime refuses the model */
  constructor(runtime: NativeRuntime, { model, inputs, outputs, threads }: NativeSessionOptions) {
    this.#held = { runtime, session: runtime.createSession(model, { threads }), tensors: [] };
    abandoned.register(this, this.#held, this);
    this.inputs = new BigUint64Array(inputs.length);
    this.outputs = new BigUint64Array(outputs.length);
    this.#inputNames = this.#texts(inputs);
    this.#outputNames = this.#texts(outputs);
  }

  get api(): NativeApi {
    return this.#held.runtime.api;
  }

  /** A tensor over memory, which both last as long as the session. */
  tensorOver(memory: Memory, type: TensorType): Address {
    const { runtime, tensors } = this.#held;
    const tensor = runtime.createTensor(memory, type);
    tensors.push(tensor);
    this.#memories.push(memory);
    return tensor;
  }

  /**
   * Runs once.
   *
   * @throws Error if a node fails, or after `dispose`
   */
  run(): void {
    if (this.#isDisposed) throw new Error('onnx engine: this program was disposed of; compile it again');
    const { runtime, session } = this.#held;
    runtime.run(
      session,
      { names: this.#inputNames, tensors: this.inputs },
      { names: this.#outputNames, tensors: this.outputs },
    );
  }

  /** Frees the session and its tensors; a second time nothing. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    abandoned.unregister(this);
    release(this.#held);
  }

  /** Addresses of texts as C has them, with a zero byte at the end. */
  #texts(texts: readonly string[]): Addresses {
    return BigUint64Array.from(texts, (text) => {
      const bytes = new TextEncoder().encode(text);
      const memory = allocate(this.api, 'uint8', bytes.length + 1);
      memory.values.set(bytes);
      this.#memories.push(memory);
      return memory.address;
    });
  }
}
