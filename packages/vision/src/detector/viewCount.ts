/** How many views of a picture there may be: it alone, with its mirror image, or both also upside down. */
export const VIEW_COUNTS = [1, 2, 4] as const;

/** One of them. */
export type ViewCount = (typeof VIEW_COUNTS)[number];

/**
 * A number that a person chose as a number of views.
 *
 * @throws RangeError if it is not one of `VIEW_COUNTS`
 */
export function viewCount(number: unknown): ViewCount {
  const views = VIEW_COUNTS.find((count) => count === number);
  if (views === undefined)
    throw new RangeError(`detector: views must be one of ${VIEW_COUNTS.join(', ')}, got ${number}`);
  return views;
}
