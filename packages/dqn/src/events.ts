// What a training tells while it runs. Apart from `wallSeconds`, one seed gives one stream of events.
import type { UnitHealth } from '@rectify/nn';
import type { Quantiles } from './diagnosis/numberWindow.js';

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

/** What the updates since the last such event were like. */
export interface UpdateEvent {
  readonly type: 'update';
  readonly step: number;
  /** Updates since the beginning of the training. */
  readonly updates: number;
  /** Huber loss, in scaled reward; mean over the updates. */
  readonly loss: number;
  /** Of the loss, over the updates. */
  readonly lossQuantiles: Quantiles;
  /** Of target - value over the last 4,096 replayed transitions, in unscaled reward. */
  readonly tdErrorQuantiles: Quantiles;
  /** Value of the replayed actions, in unscaled reward; mean over the updates. */
  readonly meanQ: number;
  /** The greatest of these values. */
  readonly maximumQ: number;
  /** Norm of the whole gradient before it is clipped; mean over the updates. */
  readonly gradientNorm: number;
  /** Euclidean norm of all parameters. */
  readonly parameterNorm: number;
  /** Euclidean norm of the difference between the parameters of the online and the target network. */
  readonly targetDrift: number;
}

/** A learned slope per layer, summarised over its units. */
export interface SlopeSummary {
  readonly layer: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** State of the network's units on a fixed probe: transitions of random play. */
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
  /** Mean of the discounted, unscaled returns of the same episodes. */
  readonly meanDiscountedReturn: number;
  /**
   * Mean value that the network gave the first action of these episodes, in unscaled reward. What it exceeds the
   * discounted return by is its overestimation (van Hasselt et al. 2016, figure 3).
   */
  readonly meanInitialQ: number;
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
