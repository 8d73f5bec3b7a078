export { bornDeadProbability } from './bornDead.js';
export type { Budget, Experiment } from './experiment.js';
export { experiments } from './experiments.js';
export { missingRuns, type PlannedObservation, runExperiment } from './runExperiment.js';
