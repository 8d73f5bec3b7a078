// The header of a safetensors file, read with suspicion: whoever wrote the file may have meant harm.

/** A file that breaks the format. The message names the tensor, if it is about one, and the rule. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  constructor(problem: string, options?: ErrorOptions) {
    super(`safetensors: ${problem}`, options);
  }
}

/** Bytes of an element by element type. */
const elementBytes = { F64: 8, F32: 4, I32: 4, U8: 1 } as const;

/** Where a tensor lies behind the header, in bytes. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: keyof typeof elementBytes;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A checked header: the tensors in the order of their elements, which start at byte `dataStart` of the file. */
export interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly dataStart: number;
}

/** The limit of the reference implementation. */
const MAXIMUM_HEADER_BYTES = 100_000_000;

/**
 * Reads and checks the header of a file.
 *
 * @throws SafetensorsError on the first rule that is broken
 */
export function parseHeader(file: Uint8Array): Header {
  const dataStart = 8 + headerLength(file);
  const { __metadata__: metadata = {}, ...tensors } = parseJson(file.subarray(8, dataStart));
  const entries = Object.entries(tensors)
    .map(([name, description]) => parseEntry(name, description))
    .toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  checkLayout(entries, file.length - dataStart);
  return { entries, metadata: parseMetadata(metadata), dataStart };
}

function headerLength(file: Uint8Array): number {
  if (file.length < 8) {
    throw new SafetensorsError(
      `a file starts with the 8 bytes of its header's length, got ${file.length} bytes`,
    );
  }
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > MAXIMUM_HEADER_BYTES) {
    throw new SafetensorsError(
      `a header has at most ${MAXIMUM_HEADER_BYTES} bytes, this one claims ${length}`,
    );
  }
  if (length > file.length - 8) {
    throw new SafetensorsError(`the header claims ${length} bytes, only ${file.length - 8} follow`);
  }
  return Number(length);
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    if (isRecord(header)) return header;
  } catch (cause) {
    throw new SafetensorsError('the header is not valid JSON', { cause });
  }
  throw new SafetensorsError('the header must be a JSON object');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) throw new SafetensorsError('"__metadata__" must be a JSON object');
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') {
      throw new SafetensorsError(`"__metadata__" must hold text, got ${JSON.stringify(text)} for "${key}"`);
    }
  }
  return metadata as Record<string, string>;
}

function parseEntry(name: string, description: unknown): TensorEntry {
  const fail = (problem: string): never => {
    throw new SafetensorsError(`tensor "${name}": ${problem}`);
  };
  if (!isRecord(description)) return fail('its description must be a JSON object');
  const { dtype, shape, data_offsets: offsets } = description;
  if (!isDtype(dtype)) {
    return fail(`dtype must be one of ${Object.keys(elementBytes).join(', ')}, got ${JSON.stringify(dtype)}`);
  }
  if (!isSizes(shape))
    return fail(`shape must be a list of integers from 0 up, got ${JSON.stringify(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    return fail(`data_offsets must be two integers from 0 up, got ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  // A product that is no longer exact is also too large to be equal to an offset.
  const bytes = shape.reduce((product, size) => product * size, elementBytes[dtype]);
  if (bytes !== end - begin) {
    return fail(`${dtype} [${shape.join(', ')}] needs ${bytes} bytes, its data_offsets span ${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

function isDtype(value: unknown): value is TensorEntry['dtype'] {
  return typeof value === 'string' && Object.hasOwn(elementBytes, value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The tensors must cover the data exactly: no overlap, no hole, nothing behind the last one. */
function checkLayout(entries: readonly TensorEntry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    const problem =
      end > dataBytes
        ? `ends at byte ${end} of ${dataBytes}`
        : begin < covered
          ? `starts at byte ${begin}, inside the tensor before it, which ends at ${covered}`
          : begin > covered
            ? `starts at byte ${begin}, but the bytes from ${covered} on belong to no tensor`
            : undefined;
    if (problem !== undefined) throw new SafetensorsError(`tensor "${name}": ${problem}`);
    covered = end;
  }
  if (covered < dataBytes) {
    throw new SafetensorsError(`the last ${dataBytes - covered} bytes belong to no tensor`);
  }
}
