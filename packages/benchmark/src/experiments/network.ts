// The small networks of the experiments: dense layers of one width, trained by Adam on points.
import {
  activation as activate,
  adam,
  compileInspector,
  compilePredictor,
  compileTrainer,
  createEngine,
  dense,
  type Engine,
  type Layer,
  type LayerInspection,
  type LossDescription,
  type Model,
  type ModelState,
  meanSquaredError,
  sequential,
  softmaxCrossEntropy,
  type Trainer,
} from '@rectify/nn';
import { type RandomStream, randomStream } from '@rectify/nn/random';
import type { Points, PointTask } from './points.js';

/** What a network is made from. */
export interface NetworkOptions {
  readonly activation: string;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each. */
  readonly width: number;
  readonly seed: number;
  readonly task: PointTask;
  /** `matched`: each activation's own gain (the default); `common`: ReLU's for all of them. */
  readonly gain?: string;
  /** Put in front of each activation. */
  readonly beforeActivation?: () => Layer[];
  /** Put behind each activation. */
  readonly afterActivation?: () => Layer[];
}

const batchSize = 64;

/** Examples that units are inspected and scores are computed on. */
const probeSize = 1024;

type LossInput = 'x' | 'y';

/** A small network in training. Everything random follows from the seed, by a stream for each use. */
export class SmallNetwork {
  readonly model: Model;
  readonly #task: PointTask;
  readonly #engine: Engine;
  readonly #trainer: Trainer<LossInput, never>;
  readonly #streams: Readonly<Record<'training' | 'validation' | 'order', RandomStream>>;
  readonly #validation: Points;

  private constructor(
    engine: Engine,
    trainer: Trainer<LossInput, never>,
    { task, seed }: Pick<NetworkOptions, 'task' | 'seed'>,
  ) {
    const random = randomStream(seed);
    this.model = trainer.model;
    this.#task = task;
    this.#engine = engine;
    this.#trainer = trainer;
    this.#streams = {
      training: random.split('training'),
      validation: random.split('validation'),
      order: random.split('order'),
    };
    this.#validation = task.draw(probeSize, this.#streams.validation);
  }

  /** Compiles the training of a network with new weights. */
  static async create(options: NetworkOptions & { readonly learningRate?: number }): Promise<SmallNetwork> {
    const { task, learningRate = 1e-3 } = options;
    const model = smallModel(options);
    const engine = await createEngine('onnx');
    const trainer = await compileTrainer(engine, {
      ...lossOf(model, task),
      batchSize,
      optimizer: adam({ learningRate }),
    });
    return new SmallNetwork(engine, trainer, options);
  }

  get state(): ModelState {
    return this.#trainer.state;
  }

  /** New examples for a training set of fixed size. */
  drawTrainingSet(count: number): Points {
    return this.#task.draw(count, this.#streams.training);
  }

  /** Trains on new examples, or on a set in batches drawn with replacement; returns the milliseconds of each update. */
  async train(updates: number, set?: Points): Promise<number[]> {
    const milliseconds: number[] = [];
    for (let update = 0; update < updates; update++) {
      const { x, y } = set ? this.#draw(set) : this.#task.draw(batchSize, this.#streams.training);
      const start = performance.now();
      await this.#trainer.step({ x, y: this.#targets(y) });
      milliseconds.push(performance.now() - start);
    }
    return milliseconds;
  }

  /** Share of right answers, or root mean squared error; by default on validation examples. */
  async score(points: Points = this.#validation): Promise<number> {
    const { model, state } = this;
    const predictor = await compilePredictor(this.#engine, { model, state, batchSize: points.count });
    const outputs = await predictor.predict(points.x);
    await predictor.dispose();
    return this.#task.classes === undefined
      ? rootMeanSquare(points.y.map((target, index) => target - (outputs[index] as number)))
      : accuracy(outputs, points.y, this.#task.classes);
  }

  /** What every hidden layer does on the validation examples. */
  async inspect(): Promise<LayerInspection[]> {
    const inspector = await compileInspector(this.#engine, {
      ...lossOf(this.model, this.#task),
      state: this.state,
      batchSize: probeSize,
    });
    const { x, y } = this.#validation;
    const layers = await inspector.inspect({ x, y: this.#targets(y) });
    await inspector.dispose();
    return layers;
  }

  /** Frees the program. */
  dispose(): Promise<void> {
    return this.#trainer.dispose();
  }

  #draw({ x, y, count }: Points): Pick<Points, 'x' | 'y'> {
    const { dimensions } = this.#task;
    const drawn = { x: new Float32Array(batchSize * dimensions), y: new Float32Array(batchSize) };
    for (let place = 0; place < batchSize; place++) {
      const index = this.#streams.order.integer(count);
      drawn.x.set(x.subarray(index * dimensions, (index + 1) * dimensions), place * dimensions);
      drawn.y[place] = y[index] as number;
    }
    return drawn;
  }

  #targets(y: Float32Array): Float32Array | Int32Array {
    return this.#task.classes === undefined ? y : Int32Array.from(y);
  }
}

function smallModel(options: NetworkOptions): Model {
  const { activation, depth, width, seed, task, gain } = options;
  const { beforeActivation = () => [], afterActivation = () => [] } = options;
  const hidden = (): Layer[] => [
    dense(width),
    ...beforeActivation(),
    activate(activation),
    ...afterActivation(),
  ];
  return sequential([...Array.from({ length: depth }, hidden).flat(), dense(task.classes ?? 1)], {
    inputShape: [task.dimensions],
    seed,
    gainOf: gain === 'common' ? () => Math.SQRT2 : undefined,
  });
}

function lossOf(
  model: Model,
  { dimensions, classes }: PointTask,
): Omit<LossDescription<LossInput, never>, 'batchSize'> {
  if (classes === undefined) {
    return {
      model,
      inputs: { x: [dimensions], y: [1] },
      loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
    };
  }
  return {
    model,
    inputs: { x: [dimensions], y: { shape: [], type: 'int32' } },
    loss: ({ predict, x, y }) => softmaxCrossEntropy(predict(x), y),
  };
}

function rootMeanSquare(errors: Float32Array): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

function accuracy(logits: ArrayLike<number>, classes: Float32Array, classCount: number): number {
  let right = 0;
  for (const [index, wanted] of classes.entries()) {
    let best = 0;
    for (let candidate = 1; candidate < classCount; candidate++) {
      const better =
        (logits[index * classCount + candidate] as number) > (logits[index * classCount + best] as number);
      if (better) best = candidate;
    }
    if (best === wanted) right++;
  }
  return right / classes.length;
}
