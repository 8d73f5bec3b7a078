// What happened during training, step by step and layer by layer, summed up over the seeds of an arm.

import { learningCurveOf, shareOfUnits } from '../runs/metrics.js';
import type { Run } from '../runs/readRuns.js';
import type { LearnedSlopes, UnitHealth } from '../runs/runResult.js';
import { type BootstrapOptions, bootstrapEstimate, type Estimate } from '../statistics/bootstrap.js';
import { stepsToThreshold } from '../statistics/learningCurve.js';
import { mean } from '../statistics/mean.js';
import { median } from '../statistics/quantile.js';
import { centerOfRuns } from './distribution.js';
import { groupBy } from './grouping.js';

/** One step of an arm's training, over its seeds. */
export interface TrainingPoint {
  readonly step: number;
  readonly n: number;
  /** Interquartile mean of the primary metric. */
  readonly score: Estimate;
  /** Share of the network's units, interquartile mean. */
  readonly deadShare: Estimate;
  /** The same of dormant units. */
  readonly dormantShare: Estimate;
}

/** The evaluations that all runs of an arm have in common. */
export function trainingOf(runs: readonly Run[], options: BootstrapOptions): TrainingPoint[] {
  const histories = runs.map((run) => {
    const scores = learningCurveOf(run);
    return new Map(
      run.evaluations.map(({ step, unitHealth }, index) => [
        step,
        {
          score: scores[index]?.value as number,
          deadShare: shareOfUnits(unitHealth, 'deadShare'),
          dormantShare: shareOfUnits(unitHealth, 'dormantShare'),
        },
      ]),
    );
  });
  const steps = [...(histories[0]?.keys() ?? [])];
  return steps.flatMap((step) => {
    const points = histories.flatMap((history) => history.get(step) ?? []);
    if (points.length < runs.length) return [];
    const estimate = (values: number[]): Estimate => bootstrapEstimate([values], centerOfRuns, options);
    return [
      {
        step,
        n: points.length,
        score: estimate(points.map(({ score }) => score)),
        deadShare: estimate(points.map(({ deadShare }) => deadShare)),
        dormantShare: estimate(points.map(({ dormantShare }) => dormantShare)),
      },
    ];
  });
}

/** When runs first reached a threshold. Runs that never did are censored at the budget, so both numbers belong together. */
export interface ThresholdSummary {
  readonly threshold: number;
  readonly n: number;
  /** Share of the runs that arrived. */
  readonly arrivedShare: number;
  /** Median over all runs; null if fewer than half arrived. */
  readonly medianSteps: number | null;
}

/** Steps to a threshold over the runs of an arm. */
export function thresholdOf(runs: readonly Run[], threshold: number): ThresholdSummary {
  const steps = runs.map(
    (run) => stepsToThreshold(learningCurveOf(run), threshold) ?? Number.POSITIVE_INFINITY,
  );
  const middle = median(steps);
  return {
    threshold,
    n: runs.length,
    arrivedShare: steps.filter(Number.isFinite).length / runs.length,
    medianSteps: Number.isFinite(middle) ? middle : null,
  };
}

/** The health of each activation layer after training, averaged over the seeds. */
export function layerHealthOf(runs: readonly Run[]): UnitHealth[] {
  return groupBy(
    runs.flatMap(({ result }) => result.unitHealth),
    ({ layer }) => layer,
  ).map((layers) => ({
    layer: layers[0].layer,
    units: layers[0].units,
    deadShare: mean(layers.map(({ deadShare }) => deadShare)),
    dormantShare: mean(layers.map(({ dormantShare }) => dormantShare)),
  }));
}

/** The learned slopes of each layer: mean of the seeds' means, and the extremes over all seeds and channels. */
export function layerSlopesOf(runs: readonly Run[]): LearnedSlopes[] {
  return groupBy(
    runs.flatMap(({ result }) => result.learnedSlopes),
    ({ layer }) => layer,
  ).map((layers) => ({
    layer: layers[0].layer,
    mean: mean(layers.map((slopes) => slopes.mean)),
    min: Math.min(...layers.map(({ min }) => min)),
    max: Math.max(...layers.map(({ max }) => max)),
  }));
}
