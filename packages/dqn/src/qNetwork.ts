import { activation, constant, dense, heNormal, type Layer, type Model, mul, sequential } from '@rectify/nn';

/** What a Q-network is built from. */
export interface QNetworkOptions {
  /** Factor on each element of an observation; its length is the observation's. */
  readonly observationScale: readonly number[];
  readonly hiddenUnits: readonly number[];
  /** Activation spec of the hidden layers, such as `prelu`. */
  readonly activation: string;
  readonly actionCount: number;
  readonly seed: number;
}

/** The head starts at a tenth of He's deviation, so that the first values are near 0 and not far above the returns. */
const headGain = 0.1;

/** A network from an observation [B, N] to one value per action [B, A]: hidden dense layers and a linear head. */
export function qNetwork(options: QNetworkOptions): Model {
  const { observationScale, hiddenUnits, actionCount, seed } = options;
  const hidden = hiddenUnits.flatMap((units) => [dense(units), activation(options.activation)]);
  const head = dense(actionCount, { initializer: heNormal({ gain: headGain }) });
  return sequential([scaled(observationScale), ...hidden, head], {
    inputShape: [observationScale.length],
    seed,
  });
}

/** Multiplies each element by a fixed factor, so that the exported network takes the environment's own units. */
function scaled(factors: readonly number[]): Layer {
  return {
    kind: 'scale',
    isTransparent: true,
    apply: (input) => mul(input, constant(factors, [factors.length])),
  };
}
