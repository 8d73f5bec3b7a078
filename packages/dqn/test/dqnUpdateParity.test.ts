// Updates of DQN against PyTorch's (golden set `dqn_update`): loss, values, errors and weights of every update.
import { assertAllClose, type GoldenTensor, golden, type Tolerance, toNumbers } from '@rectify/golden';
import {
  activation,
  adam,
  createEngine,
  dense,
  ENGINES,
  type EngineName,
  type Model,
  type ModelState,
  type Optimizer,
  restoreModel,
  rmsprop,
  sequential,
  sizeOf,
} from '@rectify/nn';
import { describe, it } from 'vitest';
import { compileTdTrainer, type TargetOptions, type TdTrainer } from '../src/index.js';

type Weights = Readonly<Record<string, GoldenTensor>>;

interface Variant {
  readonly name: string;
  readonly double: boolean;
  readonly gamma: number;
  readonly n_step: number;
  readonly huber_delta: number;
  readonly importance_weights: boolean;
  readonly clip_global_norm: number | null;
  readonly target_update: {
    readonly kind: 'none' | 'hard' | 'soft';
    readonly every?: number;
    readonly tau?: number;
  };
  readonly optimizer:
    | {
        readonly name: 'adam';
        readonly lr: number;
        readonly betas: readonly [number, number];
        readonly eps: number;
      }
    | { readonly name: 'rmsprop'; readonly lr: number; readonly alpha: number; readonly eps: number };
}

interface Step {
  readonly loss: number;
  readonly q_selected: readonly number[];
  readonly td_error: readonly number[];
  readonly grad_norm_before_clip?: number;
  readonly weights_after: Weights;
}

interface Batch
  extends Readonly<Record<'obs' | 'action' | 'reward' | 'next_obs' | 'is_weight', GoldenTensor>> {
  readonly terminated: { readonly data: readonly boolean[] };
}

interface Recording {
  readonly header: {
    readonly tolerance: Readonly<Record<'float64' | 'float32' | 'float32_weights', Tolerance>>;
  };
  readonly initial_online: Weights;
  readonly initial_target: Weights;
  readonly batches: readonly Batch[];
  readonly runs: readonly { readonly variant: Variant; readonly steps: readonly Step[] }[];
}

const { header, initial_online, initial_target, batches, runs } = golden<Recording>('dqn_update');
const batchSize = batches[0]?.action.data.length ?? 0;

const names: Readonly<Record<string, string>> = {
  '0.dense.weight': 'w0',
  '0.dense.bias': 'b0',
  '2.dense.weight': 'w1',
  '2.dense.bias': 'b1',
  '4.dense.weight': 'w2',
  '4.dense.bias': 'b2',
};

const recorded = (weights: Weights, name: string): GoldenTensor => weights[name] as GoldenTensor;
const units = (bias: string): number => recorded(initial_online, bias).shape[0] as number;

function recordedModel(): Model {
  const layers = [
    dense(units('b0')),
    activation('relu'),
    dense(units('b1')),
    activation('relu'),
    dense(units('b2')),
  ];
  return sequential(layers, { inputShape: [recorded(initial_online, 'w0').shape[1] as number] });
}

function write(model: Model, state: ModelState, weights: Weights): void {
  const tensors = Object.fromEntries(
    Object.entries(names).map(([name, short]) => {
      const { shape, data } = recorded(weights, short);
      return [name, { shape, data: Float64Array.from(toNumbers(data)) }];
    }),
  );
  restoreModel({ model, state }, { tensors, metadata: {} });
}

function optimizerOf({ optimizer }: Variant): Optimizer {
  if (optimizer.name === 'rmsprop') {
    return rmsprop({ learningRate: optimizer.lr, decayRate: optimizer.alpha, epsilon: optimizer.eps });
  }
  const [beta1, beta2] = optimizer.betas;
  return adam({ learningRate: optimizer.lr, beta1, beta2, epsilon: optimizer.eps });
}

function feedsOf(batch: Batch, { gamma, n_step }: Variant) {
  return {
    observations: Float64Array.from(toNumbers(batch.obs.data)),
    actions: Int32Array.from(toNumbers(batch.action.data)),
    rewards: Float64Array.from(toNumbers(batch.reward.data)),
    nextObservations: Float64Array.from(toNumbers(batch.next_obs.data)),
    discounts: Float64Array.from(batch.terminated.data, (terminated) => (terminated ? 0 : gamma ** n_step)),
    weights: Float64Array.from(toNumbers(batch.is_weight.data)),
  };
}

/** Only a soft update is part of the program. */
function targetOf({ target_update: { kind, tau = 1 } }: Variant): { target?: TargetOptions } {
  return kind === 'soft' ? { target: { tau, targetUpdate: 1 } } : {};
}

/** The training step of a recorded run, from its recorded start. */
async function recordedTrainer(engineName: EngineName, variant: Variant): Promise<TdTrainer> {
  const trainer = await compileTdTrainer(await createEngine(engineName), {
    model: recordedModel(),
    optimizer: optimizerOf(variant),
    batchSize,
    double: variant.double,
    prioritized: variant.importance_weights,
    huberDelta: variant.huber_delta,
    ...targetOf(variant),
    ...(variant.clip_global_norm === null ? {} : { maximumGradientNorm: variant.clip_global_norm }),
  });
  // The target starts from weights of its own: they go through the online network.
  write(trainer.model, trainer.state, initial_target);
  trainer.copyParameters('target');
  write(trainer.model, trainer.state, initial_online);
  return trainer;
}

/** The online weights under their recorded names, in the engine's own precision. */
function weightsOf({ model, state }: TdTrainer): [string, ArrayLike<number>][] {
  const flat = state.parameters.read();
  return model.parameters.map(({ name, offset, shape }) => [
    names[name] as string,
    flat.subarray(offset, offset + sizeOf(shape)),
  ]);
}

const tolerances = {
  reference: { numbers: header.tolerance.float64, weights: header.tolerance.float64 },
  onnx: { numbers: header.tolerance.float32, weights: header.tolerance.float32_weights },
  tensorflow: { numbers: header.tolerance.float32, weights: header.tolerance.float32_weights },
} satisfies Record<EngineName, { numbers: Tolerance; weights: Tolerance }>;

describe.each(ENGINES)('a DQN update on the %s engine', (engineName) => {
  const tolerance = tolerances[engineName];

  it.each(runs.map((run) => [run.variant.name, run] as const))('repeats the run %s', async (_, run) => {
    const { variant, steps } = run;
    const trainer = await recordedTrainer(engineName, variant);
    for (const [index, expected] of steps.entries()) {
      const { loss, gradientNorm } = await trainer.step(feedsOf(batches[index] as Batch, variant));
      const { kind, every = 1 } = variant.target_update;
      if (kind === 'hard' && trainer.updates % every === 0) trainer.copyParameters('target');
      const compare = (what: string, actual: ArrayLike<number>, numbers: readonly number[]): void => {
        assertAllClose(actual, numbers, { tolerance: tolerance.numbers, what: `${what} of update ${index}` });
      };
      compare('loss', [loss], [expected.loss]);
      compare('values', trainer.vectors.values ?? [], expected.q_selected);
      compare('temporal-difference errors', trainer.vectors.tdErrors ?? [], expected.td_error);
      const { grad_norm_before_clip: norm = gradientNorm } = expected;
      compare('gradient norm', [gradientNorm], [norm]);
      for (const [name, weights] of weightsOf(trainer)) {
        const what = `${name} after update ${index}`;
        assertAllClose(weights, recorded(expected.weights_after, name).data, {
          tolerance: tolerance.weights,
          what,
        });
      }
    }
    await trainer.dispose();
  });
});
