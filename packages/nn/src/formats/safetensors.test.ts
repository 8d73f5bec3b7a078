import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedTensor, readSafetensors, type TensorFile, writeSafetensors } from './safetensors.js';
import { SafetensorsError } from './safetensorsHeader.js';

/** A file with this header text and these elements. */
function fileOf(header: unknown, elements: ArrayLike<number> = []): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  return Uint8Array.from([...lengthBytes(json.length), ...json, ...Array.from(elements)]);
}

function lengthBytes(length: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return bytes;
}

describe('bytes', () => {
  // test_serialization and test_empty of the reference implementation (safetensors/src/tensor.rs, 0.7) expect these.
  it('are those of the reference implementation', () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5);
    const header = '{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}';
    expect(header).toHaveLength(64);
    expect(writeSafetensors({ tensors: { 'attn.0': { shape: [1, 2, 3], data } }, metadata: {} })).toEqual(
      fileOf(header, new Uint8Array(data.buffer)),
    );
    expect(writeSafetensors({ tensors: {}, metadata: {} })).toEqual(fileOf('{}      '));
  });

  it('put wide elements first, so that all are aligned', () => {
    const file = writeSafetensors({
      tensors: {
        bytes: { shape: [3], data: Uint8Array.of(1, 2, 3) },
        doubles: { shape: [1], data: Float64Array.of(0.5) },
      },
      metadata: { step: '7' },
    });
    const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)))).toEqual({
      __metadata__: { step: '7' },
      doubles: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
      bytes: { dtype: 'U8', shape: [3], data_offsets: [8, 11] },
    });
  });
});

describe('a round trip', () => {
  const anyData = fc.oneof(
    fc.float32Array({ maxLength: 6 }),
    fc.float64Array({ maxLength: 6 }),
    fc.int32Array({ maxLength: 6 }),
    fc.uint8Array({ maxLength: 6 }),
  );
  const anyTensor = anyData.map((data): NamedTensor => {
    const shape = data.length % 2 === 0 ? [data.length / 2, 2] : [data.length];
    return { shape, data };
  });
  const anyFile: fc.Arbitrary<TensorFile> = fc.record({
    tensors: fc.dictionary(
      fc.string({ unit: 'binary' }).filter((name) => name !== '__metadata__'),
      anyTensor,
    ),
    metadata: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
  });

  it('returns every name, shape, element and text', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const { tensors, metadata } = readSafetensors(writeSafetensors(file));
        expect(Object.entries(metadata)).toEqual(Object.entries(file.metadata));
        expect(new Map(Object.entries(tensors))).toEqual(new Map(Object.entries(file.tensors)));
      }),
    );
  });

  it.each([Uint8Array, Buffer])('reads from the middle of a larger %o, and copies', (bytes) => {
    const written = writeSafetensors({
      tensors: { x: { shape: [], data: Float32Array.of(3) } },
      metadata: {},
    });
    const buffer = bytes.from(new Uint8Array(written.length + 3));
    buffer.set(written, 3);
    const { tensors } = readSafetensors(buffer.subarray(3));
    buffer.fill(0);
    expect(tensors.x).toEqual({ shape: [], data: Float32Array.of(3) });
  });
});

describe('a broken file', () => {
  const u8 = (shape: unknown, offsets: unknown) => ({ dtype: 'U8', shape, data_offsets: offsets });

  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), "a file starts with the 8 bytes of its header's length, got 0 bytes"],
    ['cut in the length', new Uint8Array(7), 'got 7 bytes'],
    ['cut in the header', fileOf('{"x":').subarray(0, 10), 'the header claims 5 bytes, only 2 follow'],
    [
      'a huge header',
      lengthBytes(2n ** 63n),
      'a header has at most 100000000 bytes, this one claims 9223372036854775808',
    ],
    ['cut in the JSON', fileOf('{"x":'), 'the header is not valid JSON'],
    ['no UTF-8', Uint8Array.from([...lengthBytes(1), 0xff]), 'the header is not valid JSON'],
    ['nested without end', fileOf('['.repeat(200_000)), 'the header is not valid JSON'],
    ['a list', fileOf([]), 'the header must be a JSON object'],
    [
      'metadata that is no text',
      fileOf({ __metadata__: { n: 1 } }),
      '"__metadata__" must hold text, got 1 for "n"',
    ],
    ['metadata that is a list', fileOf({ __metadata__: [] }), '"__metadata__" must be a JSON object'],
    ['no description', fileOf({ x: 3 }), 'tensor "x": its description must be a JSON object'],
    [
      'an unknown dtype',
      fileOf({ x: { dtype: 'BF16', shape: [], data_offsets: [0, 2] } }, [0, 0]),
      'tensor "x": dtype must be one of F64, F32, I32, U8, got "BF16"',
    ],
    ['a dtype from the prototype', fileOf({ x: { dtype: 'toString' } }), 'got "toString"'],
    [
      'a negative size',
      fileOf({ x: u8([-1], [0, 1]) }),
      'tensor "x": shape must be a list of integers from 0 up, got [-1]',
    ],
    ['a fractional size', fileOf({ x: u8([0.5], [0, 1]) }), 'got [0.5]'],
    ['a size beyond exact integers', fileOf({ x: u8([2 ** 53], [0, 1]) }), 'got [9007199254740992]'],
    [
      'no offsets',
      fileOf({ x: { dtype: 'U8', shape: [1] } }),
      'tensor "x": data_offsets must be two integers from 0 up, got undefined',
    ],
    [
      'three offsets',
      fileOf({ x: u8([1], [0, 1, 2]) }),
      'data_offsets must be two integers from 0 up, got [0,1,2]',
    ],
    [
      'offsets in reverse',
      fileOf({ x: u8([1], [1, 0]) }, [0]),
      'tensor "x": U8 [1] needs 1 bytes, its data_offsets span -1',
    ],
    [
      'a shape that needs more',
      fileOf({ x: u8([2, 3], [0, 5]) }, [0, 0, 0, 0, 0]),
      'U8 [2, 3] needs 6 bytes, its data_offsets span 5',
    ],
    ['a product that overflows', fileOf({ x: u8([2 ** 52, 2 ** 52], [0, 0]) }), 'its data_offsets span 0'],
    [
      'terabytes that are not there',
      fileOf({ x: u8([2 ** 42], [0, 2 ** 42]) }, [0]),
      'tensor "x": ends at byte 4398046511104 of 1',
    ],
    [
      'an overlap',
      fileOf({ x: u8([2], [0, 2]), y: u8([2], [1, 3]) }, [0, 0, 0]),
      'tensor "y": starts at byte 1, inside the tensor before it, which ends at 2',
    ],
    [
      'a hole',
      fileOf({ x: u8([1], [0, 1]), y: u8([1], [2, 3]) }, [0, 0, 0]),
      'tensor "y": starts at byte 2, but the bytes from 1 on belong to no tensor',
    ],
    [
      'bytes behind the end',
      fileOf({ x: u8([1], [0, 1]) }, [0, 0, 0]),
      'the last 2 bytes belong to no tensor',
    ],
  ])('is refused: %s', (_, file, message) => {
    expect(() => readSafetensors(file)).toThrow(SafetensorsError);
    expect(() => readSafetensors(file)).toThrow(message);
  });

  it('never gives anything but tensors or a SafetensorsError', () => {
    const written = writeSafetensors({
      tensors: { x: { shape: [2], data: Float32Array.of(1, 2) }, y: { shape: [1], data: Int32Array.of(3) } },
      metadata: { step: '1' },
    });
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.nat(255), fc.nat(written.length), (index, byte, end) => {
        const damaged = written.with(index, byte).subarray(0, end);
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a tensor that cannot be written', () => {
  it.each<[NamedTensor['shape'], string]>([
    [[2, 2], 'safetensors: tensor "x" has shape [2, 2] but 3 elements'],
    [[-1, -3], 'safetensors: tensor "x" has shape [-1, -3] but 3 elements'],
  ])('has another size than its shape: %j', (shape, message) => {
    const tensors = { x: { shape, data: new Float32Array(3) } };
    expect(() => writeSafetensors({ tensors, metadata: {} })).toThrow(new RangeError(message));
  });

  it('has the reserved name', () => {
    const tensors = { __metadata__: { shape: [], data: Uint8Array.of(1) } };
    expect(() => writeSafetensors({ tensors, metadata: {} })).toThrow(
      'no tensor can be named "__metadata__"',
    );
  });
});
