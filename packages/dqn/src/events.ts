// What a training tells while it runs. Apart from `wallSeconds`, one seed gives one stream of events.
import type { UnitHealth } from '@rectify/nn';

/** An episode of the training ended, with exploration. */
export interface EpisodeEvent {
  readonly type: 'episode';
  /** Environment steps since the beginning of the training. */
  readonly step: number;
  /** Number of the episode, from 1. */
  readonly episode: number;
  /** Sum of its rewards, unscaled. */
  readonly return: number;
  /** Steps that it took. */
  readonly length: number;
  /** Probability of a random action at its last step. */
  readonly epsilon: number;
}

/** Means over the updates since the last such event. */
export interface UpdateEvent {
  readonly type: 'update';
  readonly step: number;
  /** Updates since the beginning of the training. */
  readonly updates: number;
  /** Huber loss, in scaled reward. */
  readonly loss: number;
  /** Value of the actions in the batches, in unscaled reward. */
  readonly meanQ: number;
  /** Norm of the whole gradient before it is clipped. */
  readonly gradientNorm: number;
}

/** A learned slope per layer, summarised over its units. */
export interface SlopeSummary {
  readonly layer: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** State of the network's units on the fixed probe states. */
export interface Inspection {
  readonly unitHealth: readonly UnitHealth[];
  /** Empty unless the activation is PReLU. */
  readonly learnedSlopes: readonly SlopeSummary[];
}

/** A greedy evaluation, without exploration and apart from the training. */
export interface EvaluationEvent extends Inspection {
  readonly type: 'evaluation';
  readonly step: number;
  /** Mean unscaled return of `evaluationEpisodes` greedy episodes, the same starts at every evaluation. */
  readonly meanReturn: number;
  /** Seconds spent training and evaluating so far: the only field that differs between runs of one seed. */
  readonly wallSeconds: number;
}

/** The training reached its last step. */
export interface FinishedEvent {
  readonly type: 'finished';
  readonly step: number;
  readonly episodes: number;
  readonly updates: number;
  readonly wallSeconds: number;
}

/** Whatever `Agent.train` yields. */
export type TrainingEvent = EpisodeEvent | UpdateEvent | EvaluationEvent | FinishedEvent;
