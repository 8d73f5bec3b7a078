// What the conformance suite knows about the engine it tests, and how its tests are declared.
import { it } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';

/** How an engine stores numbers. The reference data has a tolerance for each. */
export type Precision = 'float32' | 'float64';

/** Tests that do not apply to an engine, by title, with the reason. */
export interface Skip {
  readonly tests: RegExp;
  readonly reason: string;
}

/** The engine under test. */
export interface Subject {
  readonly createEngine: () => Engine | Promise<Engine>;
  readonly precision: Precision;
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
