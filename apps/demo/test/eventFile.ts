// Reads TensorBoard's event files: TFRecords (length, its checksum, data, its checksum), each a protobuf `Event`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

// The part of tensorflow/core/util/event.proto and framework/summary.proto that scalars need.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Event {
    double wall_time = 1; int64 step = 2;
    oneof what { string file_version = 3; Summary summary = 5; }
  }
  message Summary {
    message Value { string tag = 1; float simple_value = 2; }
    repeated Value value = 1;
  }
`);
const Event = root.lookupType('Event');

/** One number of an event file. */
export interface LoggedScalar {
  readonly tag: string;
  readonly step: number;
  /** In float32. */
  readonly value: number;
}

/** The event files in a folder, the oldest first. */
export function eventFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  return names.sort().map((name) => join(folder, name));
}

/**
 * The numbers in an event file, in the order in which they were written.
 *
 * @throws Error if a checksum is wrong, or the file doesn't begin with its version
 */
export function readEventFile(path: string): LoggedScalar[] {
  const [first, ...events] = records(readFileSync(path)).map(
    (data) => Event.toObject(Event.decode(data), { longs: Number, arrays: true }) as DecodedEvent,
  );
  if (first?.fileVersion !== 'brain.Event:2') throw new Error(`${path}: no file version`);
  return events.flatMap(({ step = 0, summary }) =>
    (summary?.value ?? []).map(({ tag, simpleValue = 0 }) => ({ tag, step, value: simpleValue })),
  );
}

interface DecodedEvent {
  readonly step?: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simpleValue?: number }[] };
}

function records(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(checked(file, at, 8).readBigUInt64LE());
    found.push(checked(file, at + 12, length));
    at += 12 + length + 4;
  }
  return found;
}

/** Bytes that are followed by their masked checksum. */
function checked(file: Buffer, at: number, length: number): Buffer {
  const bytes = file.subarray(at, at + length);
  const expected = file.readUInt32LE(at + length);
  if (maskedChecksum(bytes) !== expected) throw new Error(`wrong checksum at byte ${at + length}`);
  return bytes;
}

/** CRC-32C, turned right by 15 bits and moved by a constant (tensorflow/core/lib/hash/crc32c.h). */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
