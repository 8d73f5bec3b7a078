// The loss of DQN, as values of the training graph. `B` transitions in a batch, `A` actions.
import {
  add,
  argMax,
  huber,
  mul,
  oneHot,
  reduceMax,
  reduceMean,
  reduceSum,
  stopGradient,
  sub,
  type Value,
} from '@rectify/nn';

/** What the loss is computed from. */
export interface TdLossSite {
  /** The online network: [B, N] to [B, A]. */
  readonly predict: (observations: Value) => Value;
  /** The target network, whose parameters no gradient reaches. */
  readonly target: (observations: Value) => Value;
  /** [B, N] */
  readonly observations: Value;
  /** [B] int32, the index of the action taken. */
  readonly actions: Value;
  /** [B] */
  readonly rewards: Value;
  /** [B, N] */
  readonly nextObservations: Value;
  /** [B], 0 where the episode terminated: the weight of the next state's value. */
  readonly discounts: Value;
  /** [B], factors on the losses; read with `prioritized` only. */
  readonly weights: Value;
}

/** Variants of the loss. */
export interface TdLossOptions {
  /** The online network chooses the next action and the target network values it (van Hasselt et al. 2016). */
  readonly double: boolean;
  /** Each transition's loss is multiplied by its weight (Schaul et al. 2016, algorithm 1, line 13). */
  readonly prioritized: boolean;
  /** Error from which the Huber loss is linear, in units of the value. */
  readonly huberDelta: number;
}

/** What the loss tells besides itself, one number per transition. */
export type TdReport = {
  /** Q(s, a), the online network's value of the action taken, [B]. */
  readonly values: Value;
  /** y - Q(s, a), [B]. */
  readonly tdErrors: Value;
};

/**
 * The targets y = r + discount * Q_target(s', a'), [B], through which no gradient flows. a' is the target network's best
 * action (Mnih et al. 2015, algorithm 1), or with `double` the online network's (van Hasselt et al. 2016, equation 4).
 */
function tdTargets(site: TdLossSite, { double }: Pick<TdLossOptions, 'double'>): Value {
  const { predict, target, rewards, nextObservations, discounts } = site;
  const next = target(nextObservations);
  const best = double ? valuesOf(next, argMax(predict(nextObservations), 1)) : reduceMax(next, { axes: [1] });
  return stopGradient(add(rewards, mul(discounts, best)));
}

/** The mean Huber loss of Q(s, a) against its target, a scalar; with `prioritized` of the weighted losses. */
export function tdLoss(site: TdLossSite, options: TdLossOptions): TdReport & { readonly loss: Value } {
  const values = valuesOf(site.predict(site.observations), site.actions);
  const targets = tdTargets(site, options);
  const losses = huber(values, targets, { delta: options.huberDelta, reduction: 'none' });
  return {
    loss: reduceMean(options.prioritized ? mul(losses, site.weights) : losses),
    values,
    tdErrors: sub(targets, values),
  };
}

/** One column of [B, A] per row: [B]. */
function valuesOf(values: Value, actions: Value): Value {
  const [, actionCount = 1] = values.shape;
  return reduceSum(mul(values, oneHot(actions, actionCount)), { axes: [1] });
}
