// The work that is timed: one DQN update for CartPole, the same numbers for every system.
import {
  activation,
  createEngine,
  createModel,
  createModelState,
  dense,
  randomStream,
  sequential,
} from '@rectify/nn';

/** Sizes and constants of the update. Network and batch are those of CleanRL (`dqn.py`), which other projects time too. */
export const UPDATE = {
  batchSize: 128,
  observationSize: 4,
  hiddenUnits: [120, 84],
  actions: 2,
  discount: 0.99,
  learningRate: 2.5e-4,
} as const;

/** One batch of transitions, row-major. */
export interface TransitionBatch {
  /** [B, 4] */
  readonly observations: Float32Array;
  /** [B], the action taken. */
  readonly actions: Int32Array;
  /** [B] */
  readonly rewards: Float32Array;
  /** [B, 4] */
  readonly nextObservations: Float32Array;
  /** [B], 0 after a terminated step, otherwise the discount. */
  readonly discounts: Float32Array;
}

/** A weight matrix [units, inputs] and its bias. */
export interface LayerWeights {
  readonly inputs: number;
  readonly units: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The network as a model: 4-120-84-2 with ReLU. */
export function benchModel() {
  const hidden = UPDATE.hiddenUnits.flatMap((units) => [dense(units), activation('relu')]);
  const layers = sequential([...hidden, dense(UPDATE.actions)]);
  return createModel(layers, { inputShape: [UPDATE.observationSize], seed: 1 });
}

/** The model's initial weights layer by layer, so that another system can start from the same numbers. */
export async function benchWeights(): Promise<LayerWeights[]> {
  const model = benchModel();
  const flat = createModelState(await createEngine('onnx'), model).parameters.read();
  const tensors = model.parameters.map(({ shape, offset }) => ({
    shape,
    values: Float32Array.from(flat.slice(offset, offset + shape.reduce((size, axis) => size * axis, 1))),
  }));
  const kernels = tensors.filter(({ shape }) => shape.length === 2);
  const biases = tensors.filter(({ shape }) => shape.length === 1);
  return kernels.map(({ shape: [units = 0, inputs = 0], values }, index) => ({
    inputs,
    units,
    kernel: values,
    bias: biases[index]?.values ?? new Float32Array(units),
  }));
}

/** Random transitions: what they are doesn't change the time. */
export function randomBatch(seed: number): TransitionBatch {
  const random = randomStream(seed).split('benchmark');
  const { batchSize, observationSize, actions, discount } = UPDATE;
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  return {
    observations: normals(batchSize * observationSize),
    actions: Int32Array.from({ length: batchSize }, () => random.integer(actions)),
    rewards: new Float32Array(batchSize).fill(1),
    nextObservations: normals(batchSize * observationSize),
    discounts: Float32Array.from({ length: batchSize }, () => (random.uniform() < 0.05 ? 0 : discount)),
  };
}
