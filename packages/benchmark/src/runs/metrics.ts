// What is measured of a run. A metric has one key in results.json and results.csv, and one name in the report.

import { areaUnderCurve, type CurvePoint } from '../statistics/learningCurve.js';
import type { Run } from './readRuns.js';
import type { UnitHealth } from './runResult.js';

/** A number that a run has, and how it is written. */
export interface Metric {
  /** As a column or axis is titled, with the unit. */
  readonly label: string;
  /** Digits after the point. */
  readonly digits: number;
  /** True where higher is better and arms are compared by it. */
  readonly isScore: boolean;
  /** What it is, in one or two sentences. */
  readonly definition: string;
}

/** All metrics by their stable keys. */
export const metrics = {
  meanReturn: {
    label: 'mean return',
    digits: 1,
    isScore: true,
    definition: 'Undiscounted return of an episode, averaged over the greedy episodes after training.',
  },
  areaUnderCurve: {
    label: 'area under the learning curve (mean return)',
    digits: 1,
    isScore: true,
    definition:
      'Greedy return averaged over training by trapezoids: of two agents that end alike, the faster learner has more.',
  },
  mAP50: {
    label: 'mAP@0.5',
    digits: 3,
    isScore: true,
    definition:
      'Mean over classes of the average precision (COCO, 101 recall points), a detection being right if it overlaps its object by an intersection over union of at least 0.5.',
  },
  mAP: {
    label: 'mAP@[.5:.95]',
    digits: 3,
    isScore: true,
    definition: 'The same, averaged over the thresholds 0.50, 0.55, …, 0.95: it asks for tight boxes.',
  },
  accuracy: {
    label: 'accuracy',
    digits: 4,
    isScore: true,
    definition: 'Share of the test pictures whose class is predicted.',
  },
  deadShare: {
    label: 'dead units',
    digits: 3,
    isScore: false,
    definition:
      'Share of hidden units whose input is never positive on a fixed probe batch. A dead ReLU unit gives nothing and gets no gradient; with Leaky ReLU and PReLU such a unit is always negative, yet still learns.',
  },
  dormantShare: {
    label: 'dormant units',
    digits: 3,
    isScore: false,
    definition:
      'Share of hidden units whose mean absolute output is at most 0.025 of their layer’s mean (Sokar et al. 2023). Not comparable between activations: a negative slope of 0.01 is enough to be flagged, 0.1 is not.',
  },
  wallSeconds: {
    label: 'time of a run (s)',
    digits: 1,
    isScore: false,
    definition: 'Wall time of a run on this machine, other runs at its side included. It decides nothing.',
  },
} as const satisfies Record<string, Metric>;

/** Key of a metric. */
export type MetricKey = keyof typeof metrics;

/** The metric that an application is judged by. */
export const primaryMetric = {
  dqn: 'meanReturn',
  detector: 'mAP50',
  classifier: 'accuracy',
} as const satisfies Record<Run['kind'], MetricKey>;

/** A run's metrics, in the order in which they are shown; an application lacks those of the others. */
export function metricsOf(run: Run): Partial<Record<MetricKey, number>> {
  const { unitHealth, wallSeconds } = run.result;
  const shared = {
    deadShare: shareOfUnits(unitHealth, 'deadShare'),
    dormantShare: shareOfUnits(unitHealth, 'dormantShare'),
    wallSeconds,
  };
  switch (run.kind) {
    case 'dqn': {
      const { meanReturn } = run.result.evaluation;
      return { meanReturn, areaUnderCurve: areaUnderCurve(learningCurveOf(run)), ...shared };
    }
    case 'detector': {
      const { mAP50, mAP } = run.result.evaluation;
      return { mAP50, mAP, ...shared };
    }
    case 'classifier':
      return { accuracy: run.result.evaluation.accuracy, ...shared };
  }
}

/** The primary metric after training. */
export function primaryScoreOf(run: Run): number {
  switch (run.kind) {
    case 'dqn':
      return run.result.evaluation.meanReturn;
    case 'detector':
      return run.result.evaluation.mAP50;
    case 'classifier':
      return run.result.evaluation.accuracy;
  }
}

/** The primary metric over training. */
export function learningCurveOf(run: Run): CurvePoint[] {
  switch (run.kind) {
    case 'dqn':
      return run.evaluations.map(({ step, meanReturn }) => ({ step, value: meanReturn }));
    case 'detector':
      return run.evaluations.map(({ step, mAP50 }) => ({ step, value: mAP50 }));
    case 'classifier':
      return run.evaluations.map(({ step, accuracy }) => ({ step, value: accuracy }));
  }
}

/** The share over all units of the network; large layers count for more. 0 without activation layers. */
export function shareOfUnits(layers: readonly UnitHealth[], share: 'deadShare' | 'dormantShare'): number {
  const units = layers.reduce((sum, layer) => sum + layer.units, 0);
  return units === 0 ? 0 : layers.reduce((sum, layer) => sum + layer.units * layer[share], 0) / units;
}
