/** How many values lie between neighbouring edges: `counts[i]` of them from `edges[i]` to below `edges[i + 1]`. */
export interface Histogram {
  /** The last count has no upper edge. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** @param edges - ascending; no value is below the first */
export function histogram(edges: readonly number[], values: readonly number[]): Histogram {
  const counts = edges.map(() => 0);
  for (const value of values) {
    const bin = edges.findLastIndex((edge) => value >= edge);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}
