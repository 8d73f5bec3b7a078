/** How many views of a picture there may be: it alone, with its mirror image, or both also upside down. */
export const VIEW_COUNTS = [1, 2, 4] as const;

/** One of them. */
export type ViewCount = (typeof VIEW_COUNTS)[number];
