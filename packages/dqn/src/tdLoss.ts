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
}

/** Variants of the loss. */
export interface TdLossOptions {
  /** The online network chooses the next action and the target network values it (van Hasselt et al. 2016). */
  readonly doubleQ: boolean;
  /** Error from which the Huber loss is linear, in units of the value. */
  readonly huberDelta: number;
}

/** Q(s, a): the online network's value of the action taken, [B]. */
export function selectedValues({ predict, observations, actions }: TdLossSite): Value {
  return valuesOf(predict(observations), actions);
}

/**
 * The targets y = r + discount * Q_target(s', a'), [B], through which no gradient flows. a' is the target network's best
 * action (Mnih et al. 2015, algorithm 1), or the online network's with `doubleQ`.
 */
export function tdTargets(site: TdLossSite, { doubleQ }: Pick<TdLossOptions, 'doubleQ'>): Value {
  const { predict, target, rewards, nextObservations, discounts } = site;
  const next = target(nextObservations);
  const best = doubleQ
    ? valuesOf(next, argMax(predict(nextObservations), 1))
    : reduceMax(next, { axes: [1] });
  return stopGradient(add(rewards, mul(discounts, best)));
}

/** The mean Huber loss of Q(s, a) against its target, and the mean of Q(s, a). Both are scalars. */
export function tdLoss(
  site: TdLossSite,
  options: TdLossOptions,
): { readonly loss: Value; readonly meanQ: Value } {
  const values = selectedValues(site);
  const loss = huber(values, tdTargets(site, options), { delta: options.huberDelta });
  return { loss, meanQ: reduceMean(values) };
}

/** One column of [B, A] per row: [B]. */
function valuesOf(values: Value, actions: Value): Value {
  const [, actionCount = 1] = values.shape;
  return reduceSum(mul(values, oneHot(actions, actionCount)), { axes: [1] });
}
