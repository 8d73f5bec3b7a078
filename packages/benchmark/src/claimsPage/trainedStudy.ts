import type { ArmPreActivations } from '../plots/preActivations.js';
import type { Run } from '../runs/readRuns.js';
import type { TaskSummary } from '../summary/summarize.js';

/** The network of an arm's typical run, looked into. */
export interface InspectedArm extends ArmPreActivations {
  /** As the study's summary names it. */
  readonly task: string;
  readonly seed: number;
}

/** A study of agents, detectors or classifiers whose run directories are at hand. */
export interface TrainedStudy {
  /** Name of its folder. */
  readonly study: string;
  readonly tasks: readonly TaskSummary[];
  /** The runs that the page looks for pictures in; default none. */
  readonly runs?: readonly Run[];
  /** The distributions of pre-activations in the networks of typical runs; default none. */
  readonly inspected?: readonly InspectedArm[];
}
