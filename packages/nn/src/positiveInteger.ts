/**
 * The value itself if it is an integer from 1 up.
 *
 * @param what - begins the message, such as `dense: units`
 * @throws RangeError otherwise
 */
export function positiveInteger(what: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${what} must be an integer from 1 up, got ${value}`);
  }
  return value;
}
