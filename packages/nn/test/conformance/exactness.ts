import type { Precision } from './subject.js';

/** What is asked about: one part of the results of an operation. */
export interface Part {
  readonly op: string;
  readonly part: 'outputs' | 'gradients';
  readonly precision: Precision;
}

/**
 * Whether the reference data demands equality. Its header says so in lines such as
 * `float64 outputs and gradients of matmul, add` or `max_pool2d, upsample outputs`, where `upsample`
 * stands for every operation whose name begins so.
 */
export function isExact(lines: readonly string[], { op, part, precision }: Part): boolean {
  return lines.some((line) => {
    const words: readonly string[] = line.match(/\w+/g) ?? [];
    const isNamed = words.some((word) => op === word || op.startsWith(`${word}_`));
    return isNamed && words.includes(part) && (precision === 'float64' || !words.includes('float64'));
  });
}
