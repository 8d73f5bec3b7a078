// The one place that loads TensorFlow.js. Its kernels come from one of three backends, which share a
// process: the library has one active backend at a time, so who computes activates its own first.

/** The library: the same operations on every backend. */
export type Tensorflow = typeof import('@tensorflow/tfjs-core');

/** The backends in the order of preference: native TensorFlow, WebAssembly, plain JavaScript. */
export const TENSORFLOW_BACKENDS = ['native', 'wasm', 'cpu'] as const;

/** Where the operations are computed. */
export type TensorflowBackend = (typeof TENSORFLOW_BACKENDS)[number];

/** Which backend to load. */
export interface TensorflowOptions {
  /** Default: the first of native, wasm and cpu that works here. */
  readonly backend?: TensorflowBackend;
}

/** The library with a backend that works. */
export interface LoadedTensorflow {
  readonly tf: Tensorflow;
  readonly backend: TensorflowBackend;
  /** Version of TensorFlow.js. */
  readonly version: string;
  /** Why native TensorFlow does not load; only where it was tried. */
  readonly nativeAbsence?: string;
  /** Makes this backend the one that computes. */
  activate(): void;
}

/** The names under which the library itself knows its backends. */
const REGISTERED_NAMES = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const;

/**
 * Loads TensorFlow.js and one of its backends.
 *
 * @throws RangeError if there is no backend of this name
 * @throws Error if the chosen backend does not work here, with the reason
 * @example
 * const { tf, backend, version, nativeAbsence } = await loadTensorflow({ backend: 'wasm' });
 */
export async function loadTensorflow({ backend }: TensorflowOptions = {}): Promise<LoadedTensorflow> {
  if (backend !== undefined) return load(backend);
  const nativeAbsence = await absenceOfNative();
  if (nativeAbsence === undefined) return load('native');
  try {
    return { ...(await load('wasm')), nativeAbsence };
  } catch {
    return { ...(await load('cpu')), nativeAbsence };
  }
}

async function absenceOfNative(): Promise<string | undefined> {
  const { loadTfjsNode } = await import('./loadTfjsNode.js');
  return loadTfjsNode().absence;
}

async function load(backend: TensorflowBackend): Promise<LoadedTensorflow> {
  await register(backend);
  const tf = await import('@tensorflow/tfjs-core');
  // Leaves out the checks of every operation, and the advice to install tfjs-node on the console.
  tf.enableProdMode();
  const name = REGISTERED_NAMES[backend];
  if (!(await tf.setBackend(name))) {
    throw new Error(`tensorflow engine: the backend "${backend}" does not start`);
  }
  return {
    tf,
    backend,
    version: tf.version_core,
    activate: () => {
      // A backend that has started once is set at once; the promise is for those that have not.
      if (tf.getBackend() !== name) void tf.setBackend(name);
    },
  };
}

async function register(backend: TensorflowBackend): Promise<void> {
  switch (backend) {
    case 'native': {
      const absence = await absenceOfNative();
      if (absence === undefined) return;
      throw new Error(`tensorflow engine: the backend "native" is not available: ${absence}`);
    }
    case 'wasm':
      await import('@tensorflow/tfjs-backend-wasm');
      return;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    default:
      throw new RangeError(
        `unknown TensorFlow backend "${backend satisfies never}"; known: ${TENSORFLOW_BACKENDS.join(', ')}`,
      );
  }
}
