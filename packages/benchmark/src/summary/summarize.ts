import type { ContrastOutcome } from '../contrasts/contrast.js';
import { type MetricKey, metrics, metricsOf, primaryMetric } from '../runs/metrics.js';
import type { StudyRuns } from '../runs/readRuns.js';
import type { LearnedSlopes, UnitHealth } from '../runs/runResult.js';
import type { BootstrapOptions } from '../statistics/bootstrap.js';
import { measureComparison } from '../study/stoppingRule.js';
import type { Study } from '../study/study.js';
import { cautionsOf } from './cautions.js';
import { type Comparison, compare } from './comparison.js';
import { type Distribution, distributionOf } from './distribution.js';
import { type ArmRuns, groupRuns, type TaskRuns } from './grouping.js';
import {
  layerHealthOf,
  layerSlopesOf,
  type ThresholdSummary,
  type TrainingPoint,
  thresholdOf,
  trainingOf,
} from './training.js';

/** Where the numbers come from; the caller knows, the summary passes it on. */
export interface Provenance {
  /** The command that made the runs, as a person would type it. */
  readonly command: string;
  /** What the machine is, such as `{ cpu: '...', cores: '2', memory: '8 GiB' }`. */
  readonly machine: Readonly<Record<string, string>>;
  /** Version by name of the project and its engines. */
  readonly versions: Readonly<Record<string, string>>;
  /** Wall time of the whole study, in seconds; absent if the runs were made in several sittings. */
  readonly wallSeconds?: number;
}

/** An activation on a task. */
export interface ArmSummary {
  readonly activation: string;
  readonly n: number;
  readonly seeds: readonly number[];
  readonly parameters: number;
  readonly metrics: Partial<Record<MetricKey, Distribution>>;
  /** Null for agents whose environment has no threshold, and for detectors. */
  readonly stepsToThreshold: ThresholdSummary | null;
  readonly unitHealth: readonly UnitHealth[];
  /** Empty unless the slope is learned. */
  readonly learnedSlopes: readonly LearnedSlopes[];
  readonly training: readonly TrainingPoint[];
  /** Against the baseline, by metric; null for the baseline itself or without one. */
  readonly againstBaseline: Partial<Record<MetricKey, Comparison>> | null;
}

/** All arms on a task. */
export interface TaskSummary {
  readonly application: TaskRuns['application'];
  readonly task: string;
  readonly primaryMetric: MetricKey;
  /** Length of a run: environment steps of an agent, training steps of a detector. */
  readonly steps: number;
  readonly arms: readonly ArmSummary[];
}

/** The content of `results.json`; its keys are stable. */
export interface StudyResults {
  readonly format: 'rectify-results-1';
  readonly provenance: Provenance;
  readonly method: {
    readonly baseline: string;
    readonly replicates: number;
    readonly confidence: number;
    readonly bootstrapSeed: number;
  };
  readonly cautions: readonly string[];
  readonly unfinished: readonly string[];
  /** The study that the runs belong to, with what it set out to decide; null for runs from elsewhere. */
  readonly study: Study | null;
  /** What came of the study's comparison; null if it has none. */
  readonly comparison: ContrastOutcome | null;
  readonly tasks: readonly TaskSummary[];
}

/** How a study is summed up. */
export interface SummaryOptions {
  readonly provenance: Provenance;
  /** The arm that the others are compared with; default `relu`. */
  readonly baseline?: string;
  /** Bootstrap replicates; default 10,000. */
  readonly replicates?: number;
  /** The study that the runs belong to. */
  readonly study?: Study | undefined;
}

// A return at which an environment counts as solved: Gymnasium's `reward_threshold`, or 90 % of the best return.
const thresholds: Readonly<Record<string, number>> = {
  'CartPole-v1': 475,
  'Acrobot-v1': -100,
  'MountainCar-v0': -110,
  'FallingFruit-v0': 18,
};

/**
 * Sums up the finished runs of a study. The same runs give the same summary.
 *
 * @throws RangeError if no run is finished
 */
export function summarize(found: StudyRuns, options: SummaryOptions): StudyResults {
  const { provenance, baseline = 'relu', replicates = 10_000, study } = options;
  if (found.runs.length === 0) {
    throw new RangeError(`there is no finished run to sum up (${found.unfinished.length} unfinished)`);
  }
  const bootstrap = { seed: 0, replicates, confidence: 0.95 };
  const tasks = groupRuns(found.runs, baseline);
  return {
    format: 'rectify-results-1',
    provenance,
    method: { baseline, replicates, confidence: bootstrap.confidence, bootstrapSeed: bootstrap.seed },
    cautions: cautionsOf(tasks, found),
    unfinished: found.unfinished,
    study: study ?? null,
    comparison: (study && measureComparison(study, found.runs, bootstrap)) ?? null,
    tasks: tasks.map((task) => summarizeTask(task, baseline, bootstrap)),
  };
}

function summarizeTask(task: TaskRuns, baseline: string, bootstrap: BootstrapOptions): TaskSummary {
  const arms = task.arms.map((arm) => ({ arm, metrics: distributionsOf(arm, bootstrap) }));
  const reference = arms.find(({ arm }) => arm.activation === baseline);
  return {
    application: task.application,
    task: task.task,
    primaryMetric: primaryMetric[task.application],
    steps: Math.max(...task.arms.flatMap(({ runs }) => runs.map(({ result }) => result.steps))),
    arms: arms.map(({ arm, metrics: distributions }) => ({
      activation: arm.activation,
      n: arm.runs.length,
      seeds: arm.runs.map(({ result }) => result.seed),
      parameters: arm.runs[0]?.result.parameters ?? 0,
      metrics: distributions,
      stepsToThreshold: stepsToThresholdOf(task, arm),
      unitHealth: layerHealthOf(arm.runs),
      learnedSlopes: layerSlopesOf(arm.runs),
      training: trainingOf(arm.runs, bootstrap),
      againstBaseline:
        reference && reference.arm !== arm ? compareAll(distributions, reference.metrics, bootstrap) : null,
    })),
  };
}

type Distributions = Partial<Record<MetricKey, Distribution>>;

function distributionsOf({ runs }: ArmRuns, bootstrap: BootstrapOptions): Distributions {
  const measured = runs.map((run) => ({ seed: run.result.seed, metrics: metricsOf(run) }));
  const distributions: Distributions = {};
  for (const key of Object.keys(metrics) as MetricKey[]) {
    const values = measured.flatMap((run) => {
      const value = run.metrics[key];
      return value === undefined ? [] : [{ seed: run.seed, value }];
    });
    if (values.length > 0) distributions[key] = distributionOf(values, bootstrap);
  }
  return distributions;
}

function compareAll(
  arm: Distributions,
  baseline: Distributions,
  bootstrap: BootstrapOptions,
): Partial<Record<MetricKey, Comparison>> {
  const comparisons: Partial<Record<MetricKey, Comparison>> = {};
  for (const key of Object.keys(metrics) as MetricKey[]) {
    const [own, other] = [arm[key], baseline[key]];
    const comparison = metrics[key].isScore && own && other ? compare(own, other, bootstrap) : undefined;
    if (comparison) comparisons[key] = comparison;
  }
  return comparisons;
}

function stepsToThresholdOf({ application, subject }: TaskRuns, { runs }: ArmRuns): ThresholdSummary | null {
  const threshold = application === 'dqn' ? thresholds[subject] : undefined;
  return threshold === undefined ? null : thresholdOf(runs, threshold);
}
