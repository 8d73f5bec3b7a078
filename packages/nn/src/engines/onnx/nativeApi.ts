// ONNX Runtime's own interface in C, called without the package's binding. Its functions stand in a table that only ever
// grows at the end: include/onnxruntime/core/session/onnxruntime_c_api.h of ONNX Runtime, `struct OrtApi`.
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { LibraryHandle } from 'koffi';

/** Where something lies outside of JavaScript. */
export type Address = bigint;

/** Addresses in a row, as C takes a list of pointers. */
export type Addresses = BigUint64Array;

/** What failed, to be released; null if nothing did. */
type Status = Address | null;

/** The functions that are used. What they make comes back in the last argument. */
interface OrtFunctions {
  getErrorMessage(status: Address): string;
  createEnv(logLevel: number, logId: string, env: Addresses): Status;
  createSessionFromArray(
    env: Address,
    model: Uint8Array,
    byteLength: number,
    options: Address,
    session: Addresses,
  ): Status;
  run(
    session: Address,
    runOptions: null,
    inputNames: Addresses,
    inputs: Addresses,
    inputCount: number,
    outputNames: Addresses,
    outputCount: number,
    outputs: Addresses,
  ): Status;
  createSessionOptions(options: Addresses): Status;
  setSessionLogSeverityLevel(options: Address, level: number): Status;
  setSessionGraphOptimizationLevel(options: Address, level: number): Status;
  setIntraOpNumThreads(options: Address, threads: number): Status;
  setInterOpNumThreads(options: Address, threads: number): Status;
  createTensorWithDataAsOrtValue(
    memoryInfo: Address,
    data: Address,
    byteLength: number,
    shape: BigInt64Array,
    axes: number,
    dataType: number,
    value: Addresses,
  ): Status;
  createCpuMemoryInfo(allocator: number, memory: number, info: Addresses): Status;
  releaseStatus(status: Address): void;
  releaseSession(session: Address): void;
  releaseValue(value: Address): void;
  releaseSessionOptions(options: Address): void;
}

const POINTER = 'void *';

/** Place in the table, type of the result, types of the arguments. */
const SIGNATURES = {
  getErrorMessage: [2, 'const char *', [POINTER]],
  createEnv: [3, POINTER, ['int', 'const char *', POINTER]],
  createSessionFromArray: [8, POINTER, [POINTER, POINTER, 'size_t', POINTER, POINTER]],
  run: [9, POINTER, [POINTER, POINTER, POINTER, POINTER, 'size_t', POINTER, 'size_t', POINTER]],
  createSessionOptions: [10, POINTER, [POINTER]],
  setSessionLogSeverityLevel: [22, POINTER, [POINTER, 'int']],
  setSessionGraphOptimizationLevel: [23, POINTER, [POINTER, 'int']],
  setIntraOpNumThreads: [24, POINTER, [POINTER, 'int']],
  setInterOpNumThreads: [25, POINTER, [POINTER, 'int']],
  createTensorWithDataAsOrtValue: [
    49,
    POINTER,
    [POINTER, POINTER, 'size_t', POINTER, 'size_t', 'int', POINTER],
  ],
  createCpuMemoryInfo: [69, POINTER, ['int', 'int', POINTER]],
  releaseStatus: [93, 'void', [POINTER]],
  releaseSession: [95, 'void', [POINTER]],
  releaseValue: [96, 'void', [POINTER]],
  releaseSessionOptions: [100, 'void', [POINTER]],
} as const satisfies Record<keyof OrtFunctions, readonly [number, string, readonly string[]]>;

/** The table as of version 1, which holds all of them. */
const API_VERSION = 1;
const TABLE_LENGTH = 102;

/** Functions of ONNX Runtime in C, and what calling them needs. */
export interface NativeApi {
  /** Held, because koffi unloads a library that nobody holds, and its functions with it. */
  readonly library: LibraryHandle;
  readonly ort: OrtFunctions;
  /** Where a buffer lies. It stays there as long as it is reachable and not transferred. */
  addressOf(buffer: ArrayBuffer): Address;
}

/**
 * Loads the library that comes with the package `onnxruntime-node`; in one process it is the same one that the package uses.
 *
 * @throws Error if koffi or the library does not load here
 */
export async function loadNativeApi(): Promise<NativeApi> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load(libraryPath());
  const getApiBase = library.func('OrtGetApiBase', POINTER, []);
  const [getApiAddress] = koffi.decode(getApiBase(), koffi.array(POINTER, 1)) as [Address];
  const getApi = koffi.decode(getApiAddress, koffi.proto(POINTER, ['uint32_t']));
  const table = koffi.decode(getApi(API_VERSION), koffi.array(POINTER, TABLE_LENGTH)) as Address[];
  const functions = Object.entries(SIGNATURES).map(([name, [place, result, parameters]]) => {
    return [name, koffi.decode(table[place], koffi.proto(result, [...parameters]))] as const;
  });
  return {
    library,
    // The table above pairs every name with its signature in C.
    ort: Object.fromEntries(functions) as unknown as OrtFunctions,
    addressOf: (buffer) => koffi.address(buffer),
  };
}

/** The library beside the package's binding, which loads it under this name. */
function libraryPath(): string {
  const names: Readonly<Record<string, string>> = {
    darwin: 'libonnxruntime.1.dylib',
    linux: 'libonnxruntime.so.1',
    win32: 'onnxruntime.dll',
  };
  const name = names[platform()];
  if (name === undefined) throw new Error(`onnxruntime-node has no library for ${platform()}`);
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(entry, '..', '..', 'bin', 'napi-v6', platform(), arch(), name);
}
