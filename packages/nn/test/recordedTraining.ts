// Training runs that PyTorch recorded, as models and trainers here.
import { type GoldenTensor, type Tolerance, toNumbers } from '@rectify/golden';
import {
  activation,
  adam,
  compileTrainer,
  conv2d,
  dense,
  type Engine,
  globalAveragePool,
  type LossSite,
  type Model,
  maxPool,
  meanSquaredError,
  restoreModel,
  sequential,
  softmaxCrossEntropy,
  type Trainer,
  type Value,
} from '../src/index.js';

/** A recorded run of one activation. */
export interface Run {
  readonly activation: string;
  readonly activation_params: {
    readonly negative_slope?: number;
    readonly init?: number;
    readonly alpha?: number;
  };
  readonly initial: Readonly<Record<string, GoldenTensor>>;
  readonly losses: readonly number[];
  readonly after_step1: Readonly<Record<string, GoldenTensor>>;
  readonly final: Readonly<Record<string, GoldenTensor>>;
}

/** The runs of one network, which share their batches. */
export interface Recording {
  readonly header: {
    readonly optimizer: {
      readonly lr: number;
      readonly betas: readonly [number, number];
      readonly eps: number;
    };
    readonly tolerance: Readonly<Record<'float64' | 'float32' | 'float32_weights', Tolerance>>;
  };
  readonly batches: readonly { readonly x: GoldenTensor; readonly y: GoldenTensor }[];
  readonly runs: readonly Run[];
}

/** How one recording is written as a model here. */
export interface Experiment {
  readonly file: string;
  /** The layers, given the spec of each activation by its position. */
  build(run: Run, inputShape: readonly number[]): Model;
  /** The recording's name of each tensor of the model. */
  readonly names: Readonly<Record<string, string>>;
  loss(site: LossSite<'x' | 'y', never>): Value;
  readonly labels: boolean;
}

const specOf = ({ activation: kind, activation_params: { negative_slope, init, alpha } }: Run): string =>
  [kind, negative_slope ?? init ?? alpha].filter((part) => part !== undefined).join(':');

const units = ({ initial }: Run, name: string): number => initial[name]?.shape[0] as number;

/** The recorded networks. */
export const experiments: readonly Experiment[] = [
  {
    file: 'mlp_training',
    build: (run, inputShape) => {
      const shared = run.activation === 'prelu' ? `${specOf(run)},shared` : specOf(run);
      return sequential(
        [
          dense(units(run, 'w0')),
          activation(shared),
          dense(units(run, 'w1')),
          activation(specOf(run)),
          dense(units(run, 'w2')),
        ],
        { inputShape },
      );
    },
    names: {
      '0.dense.weight': 'w0',
      '0.dense.bias': 'b0',
      '1.prelu.slope': 'slope0',
      '2.dense.weight': 'w1',
      '2.dense.bias': 'b1',
      '3.prelu.slope': 'slope1',
      '4.dense.weight': 'w2',
      '4.dense.bias': 'b2',
    },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
    labels: false,
  },
  {
    file: 'cnn_training',
    build: (run, inputShape) =>
      sequential(
        [
          conv2d(units(run, 'conv0_w')),
          activation(specOf(run)),
          maxPool(2),
          conv2d(units(run, 'conv1_w'), { padding: 'valid' }),
          activation(specOf(run)),
          globalAveragePool(),
          dense(units(run, 'fc_w')),
        ],
        { inputShape },
      ),
    names: {
      '0.conv2d.weight': 'conv0_w',
      '0.conv2d.bias': 'conv0_b',
      '1.prelu.slope': 'slope0',
      '3.conv2d.weight': 'conv1_w',
      '3.conv2d.bias': 'conv1_b',
      '4.prelu.slope': 'slope1',
      '6.dense.weight': 'fc_w',
      '6.dense.bias': 'fc_b',
    },
    loss: ({ predict, x, y }) => softmaxCrossEntropy(predict(x), y),
    labels: true,
  },
];

/** What a recorded run is repeated with. */
export interface Repetition {
  readonly recording: Recording;
  readonly run: Run;
  readonly experiment: Experiment;
}

/** A trainer at the start of a recorded run. */
export async function recordedTrainer(
  engine: Engine,
  { recording: { header, batches }, run, experiment }: Repetition,
): Promise<Trainer<'x' | 'y', never>> {
  const [first] = batches as [Recording['batches'][number]];
  const [batchSize, ...inputShape] = first.x.shape as [number, ...number[]];
  const yShape = first.y.shape.slice(1);
  const model = experiment.build(run, inputShape);
  const { lr, betas, eps } = header.optimizer;
  const trainer = await compileTrainer(engine, {
    model,
    optimizer: adam({ learningRate: lr, beta1: betas[0], beta2: betas[1], epsilon: eps }),
    batchSize,
    inputs: { x: inputShape, y: experiment.labels ? { shape: yShape, type: 'int32' } : yShape },
    loss: experiment.loss,
  });
  const renamed = model.parameters.map(({ name, shape }) => {
    const data = Float32Array.from(toNumbers(run.initial[experiment.names[name] as string]?.data ?? []));
    return [name, { shape, data }] as const;
  });
  restoreModel(trainer, { tensors: Object.fromEntries(renamed), metadata: {} });
  return trainer;
}

/** What a recorded run is fed at a step; it goes round its batches. */
export function recordedBatch({ batches }: Recording, step: number) {
  const { x, y } = batches[step % batches.length] as Recording['batches'][number];
  return { x: Float64Array.from(toNumbers(x.data)), y: Float64Array.from(toNumbers(y.data)) };
}
