// Finished runs of agents, detectors and classifiers as observations for claims.

import { learningCurveOf, type MetricKey, metrics, metricsOf, shareOfUnits } from '../runs/metrics.js';
import type { ClassifierRun, DetectorRun, DqnRun, Run } from '../runs/readRuns.js';
import type { TaskSettings } from '../runs/settings.js';
import { type CurvePoint, stepsToThreshold } from '../statistics/learningCurve.js';
import { dispersionAcrossTime, longTermRisk } from '../statistics/reliability.js';
import type { Observation, RunFactors } from './observation.js';

/** The returns that count as 0 and 1, and the one at which an environment counts as solved. */
interface ReturnScale {
  readonly random: number;
  readonly reference: number;
  readonly solved: number;
}

/**
 * Random play and, for Gymnasium's environments, RL Baselines3 Zoo's agents; of the falling fruit the best possible.
 * Fixed constants, so that no run moves the scale of another.
 */
export const returnScales: Readonly<Record<string, ReturnScale>> = {
  'CartPole-v1': { random: 22.3, reference: 500, solved: 475 },
  'Acrobot-v1': { random: -498.9, reference: -76.6, solved: -100 },
  'MountainCar-v0': { random: -200, reference: -100.8, solved: -110 },
  'FallingFruit-v0': { random: -1.8, reference: 20, solved: 18 },
};

/** An agent whose final normalised return lies below it has failed: it hardly plays better than chance. */
export const failureFloor = 0.1;

/** The metrics of a run that contrasts may ask for, besides those of the report. */
const contrastMetrics = [
  'normalizedReturn',
  'failed',
  'stepsToThreshold',
  'meanAveragePrecision',
  'longTermRisk',
  'dispersionAcrossTime',
] as const;

/** A metric that finished runs have. */
export type RunMetric = MetricKey | (typeof contrastMetrics)[number];

/** All of them. */
export const runMetrics: readonly RunMetric[] = [
  ...(Object.keys(metrics) as MetricKey[]),
  ...contrastMetrics,
];

/** What each run was made with, its settings among it, and what was measured. */
export function observationsOf(study: string, runs: readonly Run[]): Observation[] {
  return runs.map((run) => {
    const { activation, seed } = run.result;
    const condition = run.condition === '' ? {} : { condition: run.condition };
    const factors = { ...factorsOf(run.settings), activation, ...placeOf(run), ...condition };
    return { study, factors, seed, metrics: { ...metricsOf(run), ...ownMetrics(run) } };
  });
}

function placeOf({ result }: Run): RunFactors {
  switch (result.kind) {
    case 'dqn':
      return { environment: result.environment };
    case 'detector':
      return { data: result.data };
    case 'classifier':
      return { network: result.network };
  }
}

function ownMetrics(run: Run): Observation['metrics'] {
  switch (run.kind) {
    case 'dqn':
      return agentMetrics(run);
    case 'detector':
      return detectorMetrics(run);
    case 'classifier':
      return classifierMetrics(run);
  }
}

/** Settings as factors: what is no number in words. */
export function factorsOf(settings: TaskSettings): RunFactors {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : String(value),
    ]),
  );
}

/** An environment whose returns have no scale has none of these: they could not be compared. */
function agentMetrics(run: DqnRun): Observation['metrics'] {
  const scale = returnScales[run.result.environment];
  if (scale === undefined) return {};
  const normalized = (value: number): number => (value - scale.random) / (scale.reference - scale.random);
  const curve = learningCurveOf(run).map(({ step, value }) => ({ step, value: normalized(value) }));
  const normalizedReturn = normalized(run.result.evaluation.meanReturn);
  return {
    normalizedReturn,
    failed: normalizedReturn < failureFloor ? 1 : 0,
    // Censored at the budget.
    stepsToThreshold: stepsToThreshold(curve, normalized(scale.solved)) ?? run.result.steps,
    ...reliabilityOf(curve),
    ...healthOf(run),
  };
}

function detectorMetrics(run: DetectorRun): Observation['metrics'] {
  const curve = run.evaluations.map(({ step, mAP }) => ({ step, value: mAP }));
  return { meanAveragePrecision: run.result.evaluation.mAP, ...reliabilityOf(curve), ...healthOf(run) };
}

function classifierMetrics(run: ClassifierRun): Observation['metrics'] {
  return { ...reliabilityOf(learningCurveOf(run)), ...healthOf(run) };
}

/** Of too few evaluations nothing is said. */
function reliabilityOf(curve: readonly CurvePoint[]): Record<string, number> {
  if (curve.length < 3) return {};
  return { longTermRisk: longTermRisk(curve), dispersionAcrossTime: dispersionAcrossTime(curve) };
}

function healthOf({ result: { unitHealth } }: Run): Record<string, number> {
  return {
    deadShare: shareOfUnits(unitHealth, 'deadShare'),
    dormantShare: shareOfUnits(unitHealth, 'dormantShare'),
  };
}
