// What every engine must do. Called once for each engine with a factory and the engine's skips.
import { describe } from 'vitest';
import { goldenOperations } from './goldenOperations.js';
import { operationChecks } from './operationChecks.js';
import type { Subject } from './subject.js';

/** Declares all tests of an engine. */
export function conformance(name: string, subject: Subject): void {
  describe(`engine ${name}`, () => {
    goldenOperations(subject);
    operationChecks(subject);
  });
}
