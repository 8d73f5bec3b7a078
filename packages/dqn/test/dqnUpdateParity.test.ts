// Updates of DQN against PyTorch's (golden set `dqn_update`): loss, targets, values and weights after every update.
import { assertAllClose, type GoldenTensor, golden, type Tolerance, toNumbers } from '@rectify/golden';
import {
  activation,
  adam,
  compileTrainer,
  constant,
  createEngine,
  dense,
  ENGINES,
  type EngineName,
  type Model,
  type ModelState,
  mul,
  type Optimizer,
  oneHot,
  reduceSum,
  restoreModel,
  rmsprop,
  sequential,
  sizeOf,
  type Value,
} from '@rectify/nn';
import { describe, it } from 'vitest';
import { compileTdTrainer, selectedValues, type TdTrainer, tdLoss, tdTargets } from '../src/index.js';

type Weights = Readonly<Record<string, GoldenTensor>>;

interface Variant {
  readonly name: string;
  readonly double: boolean;
  readonly gamma: number;
  readonly n_step: number;
  readonly huber_delta: number;
  readonly importance_weights: boolean;
  readonly clip_global_norm: number | null;
  readonly target_update: { readonly kind: 'none' | 'hard' | 'soft'; readonly every?: number };
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
  readonly td_target: readonly number[];
  readonly weights_after: Weights;
}

interface Batch extends Readonly<Record<'obs' | 'action' | 'reward' | 'next_obs', GoldenTensor>> {
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

/** Why a recorded variant has no counterpart here. */
function reasonToSkip({ importance_weights, target_update }: Variant): string | undefined {
  if (importance_weights) return 'prioritised replay is not part of the agent';
  if (target_update.kind === 'soft') return 'the target network is copied, not averaged';
  return undefined;
}

const covered = runs.filter(({ variant }) => reasonToSkip(variant) === undefined);
const skipped = runs.filter(({ variant }) => reasonToSkip(variant) !== undefined);

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
  };
}

/** The training step of a recorded run, from its recorded start. */
async function recordedTrainer(engineName: EngineName, variant: Variant): Promise<TdTrainer> {
  const trainer = await compileTdTrainer(await createEngine(engineName), {
    model: recordedModel(),
    optimizer: optimizerOf(variant),
    batchSize,
    doubleQ: variant.double,
    huberDelta: variant.huber_delta,
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

  it.each(covered.map((run) => [run.variant.name, run] as const))('repeats the run %s', async (_, run) => {
    const { variant, steps } = run;
    const trainer = await recordedTrainer(engineName, variant);
    for (const [index, expected] of steps.entries()) {
      const { loss } = await trainer.step(feedsOf(batches[index] as Batch, variant));
      const { kind, every = 1 } = variant.target_update;
      if (kind === 'hard' && trainer.updates % every === 0) trainer.copyParameters('target');
      assertAllClose([loss], [expected.loss], { tolerance: tolerance.numbers, what: `loss ${index}` });
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

  it.each(covered.map((run) => [run.variant.name, run] as const))(
    'has the targets and values of the run %s',
    async (_, { variant, steps }) => {
      const engine = await createEngine(engineName);
      const model = recordedModel();
      const options = { doubleQ: variant.double, huberDelta: variant.huber_delta };
      const { observations, actions, rewards, nextObservations, discounts } = feedsOf(
        batches[0] as Batch,
        variant,
      );
      const trainer = await compileTrainer(engine, {
        model,
        optimizer: optimizerOf(variant),
        batchSize,
        inputs: {
          observations: model.inputShape,
          actions: { shape: [], type: 'int32' },
          rewards: [],
          nextObservations: model.inputShape,
          discounts: [],
        },
        copies: { target: 'frozen' },
        loss: (site) => ({
          ...tdLoss(site, options),
          ...oneByOne('target', tdTargets(site, options)),
          ...oneByOne('value', selectedValues(site)),
        }),
      });
      write(model, trainer.state, initial_target);
      trainer.copyParameters('target');
      write(model, trainer.state, initial_online);
      const metrics = await trainer.step({ observations, actions, rewards, nextObservations, discounts });
      const all = (what: string) =>
        Array.from({ length: batchSize }, (__, row) => metrics[`${what}${row}`] as number);
      assertAllClose(all('target'), steps[0]?.td_target ?? [], {
        tolerance: tolerance.numbers,
        what: 'target',
      });
      assertAllClose(all('value'), steps[0]?.q_selected ?? [], {
        tolerance: tolerance.numbers,
        what: 'value',
      });
      await trainer.dispose();
    },
  );

  it.skip.each(skipped.map(({ variant }) => [variant.name, reasonToSkip(variant)]))(
    'does not repeat the run %s: %s',
    () => {},
  );
});

/** The elements of a vector as scalars that a loss can report. */
function oneByOne(name: string, vector: Value): Record<string, Value> {
  const entries = Array.from({ length: batchSize }, (_, row) => {
    const chosen = oneHot(constant([row], [], 'int32'), batchSize);
    return [`${name}${row}`, reduceSum(mul(vector, chosen))] as const;
  });
  return Object.fromEntries(entries);
}
