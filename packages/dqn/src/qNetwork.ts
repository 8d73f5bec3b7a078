import { gain, relu } from '@rectify/activations';
import {
  activation,
  constant,
  conv2d,
  dense,
  flatten,
  type GainRule,
  heNormal,
  type Layer,
  type Model,
  mul,
  noisyDense,
  sequential,
  sizeOf,
} from '@rectify/nn';
import { duelingHead } from './duelingHead.js';

/** What a Q-network is built from. */
export interface QNetworkOptions {
  /** [N] for a state, [C, H, W] for pixels. */
  readonly observationShape: readonly number[];
  /** Factor on each element of an observation; one number is a factor for all. */
  readonly observationScale: readonly number[];
  /** Filters of the 3x3 convolutions with stride 1 and without padding; only for pixels. */
  readonly convolutionFilters?: readonly number[];
  readonly hiddenUnits: readonly number[];
  /** A head of value and advantages; default a linear one. */
  readonly dueling?: boolean;
  /** Noisy dense layers; default plain ones. */
  readonly noisy?: boolean;
  /** Hidden weights start with ReLU's gain whatever the activation; default false. */
  readonly commonGain?: boolean;
  /** Factor on the initial hidden weights; default 1. */
  readonly initialScale?: number;
  /** Activation spec of the hidden layers, such as `prelu`. */
  readonly activation: string;
  readonly actionCount: number;
  readonly seed: number;
}

/** The head starts at a tenth of He's deviation, so that the first values are near 0 and not far above the returns. */
const headGain = 0.1;

/**
 * A network from an observation [B, N] or [B, C, H, W] to one value per action [B, A]: for pixels convolutions as in
 * MinAtar (Young, Tian 2019), then hidden dense layers and a linear or duelling head.
 *
 * @throws RangeError if the scale does not fit the observation, or convolutions are asked for without pixels
 */
export function qNetwork(options: QNetworkOptions): Model {
  const {
    observationShape,
    observationScale,
    hiddenUnits,
    actionCount,
    dueling = false,
    noisy = false,
  } = options;
  requireScale(observationScale, observationShape);
  const connected = noisy ? noisyDense : dense;
  const rectify = (layer: Layer): Layer[] => [layer, activation(options.activation)];
  const streamUnits = dueling ? hiddenUnits.slice(-1) : [];
  const trunkUnits = hiddenUnits.slice(0, hiddenUnits.length - streamUnits.length);
  const initializer = heNormal({ gain: headGain });
  const stream = (outputs: number): Layer =>
    sequential([
      ...streamUnits.flatMap((units) => rectify(connected(units))),
      connected(outputs, { initializer }),
    ]);
  return sequential(
    [
      scaled(observationScale, observationShape),
      ...perception(options, rectify),
      ...trunkUnits.flatMap((units) => rectify(connected(units))),
      dueling ? duelingHead(stream(1), stream(actionCount)) : connected(actionCount, { initializer }),
    ],
    { inputShape: observationShape, seed: options.seed, gainOf: gainRule(options) },
  );
}

function gainRule({ commonGain = false, initialScale = 1 }: QNetworkOptions): GainRule {
  return (followedBy) => initialScale * gain(commonGain ? relu() : followedBy);
}

/** Convolutions, and a vector behind them. */
function perception(
  { observationShape, convolutionFilters = [] }: QNetworkOptions,
  rectify: (layer: Layer) => Layer[],
): Layer[] {
  if (observationShape.length === 1) {
    if (convolutionFilters.length === 0) return [];
    throw new RangeError(
      `agent: convolutionFilters needs observations [C, H, W], and these have shape [${observationShape}]; leave it out`,
    );
  }
  return [
    ...convolutionFilters.flatMap((filters) => rectify(conv2d(filters, { padding: 'valid' }))),
    flatten(),
  ];
}

/** Multiplies each element by a fixed factor, so that the exported network takes the environment's own units. */
function scaled(factors: readonly number[], observationShape: readonly number[]): Layer {
  return {
    kind: 'scale',
    isTransparent: true,
    apply: (input) => mul(input, constant(factors, factors.length === 1 ? [] : observationShape)),
  };
}

function requireScale(factors: readonly number[], observationShape: readonly number[]): void {
  const size = sizeOf(observationShape);
  if (factors.length === 1 || factors.length === size) return;
  throw new RangeError(`agent: observationScale must have 1 or ${size} numbers, got ${factors.length}`);
}
