// JSON from strangers: what is expected of it is checked where it is read.

/** An object of a JSON file. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no list. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A value that must be an object.
 *
 * @throws RangeError if it is none
 */
export function record(what: string, value: unknown): JsonRecord {
  if (isRecord(value)) return value;
  throw new RangeError(`${what} must be an object, got ${shown(value)}`);
}

/**
 * A value that must be a list.
 *
 * @throws RangeError if it is none
 */
export function listOf(what: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RangeError(`${what} must be a list, got ${shown(value)}`);
}

/**
 * A value that must be text.
 *
 * @throws RangeError if it is none
 */
export function text(what: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new RangeError(`${what} must be text, got ${shown(value)}`);
}

/** A value for a message, cut to what a line can hold. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
}
