import type { RunMetric } from '../contrasts/observationsOf.js';
import type { ContrastRule } from '../contrasts/verdict.js';
import type { TaskSettings } from '../runs/settings.js';

/** One of the things compared: everything but this is equal between the runs of a study. */
export interface Arm {
  /** Activation spec, such as `leaky_relu:0.01`. */
  readonly activation: string;
  /** What else the arm has of its own, such as a learning rate; it outdoes the task's settings. */
  readonly settings?: TaskSettings | undefined;
}

/** An agent to train. */
export interface DqnTask {
  readonly application: 'dqn';
  /** Environment id, such as `CartPole-v1`. */
  readonly environment: string;
  /** Environment steps of a run; left out: those of the environment's preset. */
  readonly steps?: number | undefined;
  readonly settings?: TaskSettings | undefined;
}

/** A detector to train. */
export interface DetectorTask {
  readonly application: 'detector';
  /** Data set, such as `digits` or `voc:DIR`. */
  readonly data: string;
  /** Passes over the training images; left out: those of the preset. */
  readonly epochs?: number | undefined;
  readonly settings?: TaskSettings | undefined;
}

/** A classifier of handwritten digits to train. */
export interface ClassifierTask {
  readonly application: 'classifier';
  /** `plain` or `residual`. */
  readonly network: string;
  /** Passes over the training digits; left out: those of the preset. */
  readonly epochs?: number | undefined;
  readonly settings?: TaskSettings | undefined;
}

/** What every arm is trained on. */
export type Task = DqnTask | DetectorTask | ClassifierTask;

/** Which arms are meant: those with this activation and these settings, whatever else they have. */
export type ArmChoice = Pick<Arm, 'activation' | 'settings'>;

/**
 * One arm against another: D = aggregate(arm) - aggregate(baseline), or the other way round where lower is better, paired
 * by seed and averaged over everything that both arms have in common.
 */
export interface StudyComparison {
  readonly metric: RunMetric;
  readonly arm: ArmChoice;
  readonly baseline: ArmChoice;
  /** Which of two values of the metric speaks for an arm; default `higher`. */
  readonly better?: 'higher' | 'lower' | undefined;
  /** `superior`: the arm is better by m; `notWorse`: it is not worse by m. */
  readonly rule: Exclude<ContrastRule, 'never'>;
  /** The smallest effect of interest, m, in units of the metric, or as a share of the baseline. */
  readonly smallestEffect: number;
  /** Divides D by what the baseline reaches; default false. */
  readonly isRelative?: boolean | undefined;
}

/** When a study ends before its last seed. */
export interface StoppingRule {
  /** The interval of the comparison has to be narrower than this, in its unit. */
  readonly narrowerThan: number;
  /** Seeds before the first look. Few make an interval narrow by accident; see the README about what it costs. */
  readonly fewestSeeds: number;
  /** Seeds from one look to the next. */
  readonly every: number;
}

/**
 * A study is data: every arm on every task with every seed. Activations are compared where everything else is equal,
 * that is, among the arms of equal settings.
 */
export interface Study {
  /** Short name; it becomes the name of the output directory. */
  readonly name: string;
  /** What the study asks, in one sentence. */
  readonly question: string;
  readonly arms: readonly Arm[];
  readonly tasks: readonly Task[];
  /** The arms share seeds, so that their differences are paired. */
  readonly seeds: readonly number[];
  /** What decides, fixed before the first run. */
  readonly comparison?: StudyComparison | undefined;
  /** Ends the study before its last seed; it takes a comparison. */
  readonly stopping?: StoppingRule | undefined;
}
