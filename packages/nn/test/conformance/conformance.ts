// What every engine must do. Called once for each engine with a factory and the engine's skips.
import { describe } from 'vitest';
import { dataTypes } from './dataTypes.js';
import { equalMaxima } from './equalMaxima.js';
import { goldenActivations } from './goldenActivations.js';
import { goldenOperations } from './goldenOperations.js';
import { compositionChecks, operationChecks } from './operationChecks.js';
import { programs } from './programs.js';
import { rectifierProperties } from './rectifierProperties.js';
import type { Subject } from './subject.js';

/** Declares all tests of an engine. */
export function conformance(name: string, subject: Subject): void {
  describe(`engine ${name}`, () => {
    goldenOperations(subject);
    operationChecks(subject);
    compositionChecks(subject);
    goldenActivations(subject);
    rectifierProperties(subject);
    dataTypes(subject);
    equalMaxima(subject);
    programs(subject);
  });
}
