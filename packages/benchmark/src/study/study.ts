import type { StudyComparison } from './comparison.js';
import type { StoppingRule } from './stoppingRule.js';

/** A setting as an application understands it. */
export type SettingValue = string | number | boolean | readonly number[];

/** Settings of an application, handed to it unchanged under its own names. */
export type TaskSettings = Readonly<Record<string, SettingValue>>;

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
