// What the conformance suite knows about the engine it tests, and how its tests are declared.
import { it } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';

/** How an engine stores numbers. The reference data has a tolerance for each. */
export type Precision = 'float32' | 'float64';

/** The smallest number that is stored with a whole significand. */
export const SMALLEST_NORMAL = { float32: 2 ** -126, float64: 2 ** -1022 } as const;

/** Tests that do not apply to an engine, by title, with the reason. */
export interface Skip {
  readonly tests: RegExp;
  readonly reason: string;
}

/** The engine under test. */
export interface Subject {
  readonly createEngine: () => Engine | Promise<Engine>;
  readonly precision: Precision;
  /** Whether numbers below the smallest normal one count as 0, as where the processor is told to flush them. */
  readonly flushesSubnormals?: boolean;
  readonly skips?: readonly Skip[];
}

/** Declares a test that gets an engine; the titles that a skip of the subject names are reported as skipped. */
export function engineTest(
  { createEngine, skips = [] }: Subject,
  title: string,
  body: (engine: Engine) => Promise<void>,
): void {
  const skipped = skips.find(({ tests }) => tests.test(title));
  it(title, async ({ skip }) => {
    if (skipped !== undefined) skip(skipped.reason);
    await body(await createEngine());
  });
}

/** Declares a test that no engine runs yet. */
export function skippedTest(title: string, reason: string): void {
  it(title, ({ skip }) => skip(reason));
}

/** Whether the engine tells x from 0. */
export function isDistinct(x: number, { precision, flushesSubnormals = false }: Subject): boolean {
  return !flushesSubnormals || x === 0 || !(Math.abs(x) < SMALLEST_NORMAL[precision]);
}
