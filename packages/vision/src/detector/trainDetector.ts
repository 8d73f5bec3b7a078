// Training as a stream of events: whoever iterates decides what to show, to write and when to stop.
import type { StepMetrics, UnitHealth } from '@rectify/nn';
import type { Dataset } from '../datasets/dataset.js';
import { prepareSplit } from '../datasets/preparedSplit.js';
import { type SlopeSummary, slopeSummaries } from '../network/slopeSummary.js';
import { trainingSchedule } from '../network/trainingSchedule.js';
import { type Batch, type Batches, createBatches, firstExamples } from './batches.js';
import {
  type DetectorEvaluation,
  type EvaluateOptions,
  evaluateDetector,
  prepareEvaluation,
} from './evaluateDetector.js';
import type { DetectorNetwork, DetectorTrainer } from './network.js';
import type { TrainingSettings } from './presets.js';
import { trainingStream } from './trainingPictures.js';

/** What to train on, and how where it should differ from the preset. */
export interface TrainOptions extends Partial<TrainingSettings> {
  readonly dataset: Dataset;
  /** Default `train`. */
  readonly trainSplit?: string;
  /** Split of the evaluations; default `val`. */
  readonly evaluationSplit?: string;
}

/** The losses: means over the updates since the event before, an evaluation included, where a run can be resumed. */
export interface UpdateEvent {
  readonly type: 'update';
  /** Updates made so far. */
  readonly step: number;
  /** Epochs begun so far. */
  readonly epoch: number;
  readonly loss: number;
  readonly boxLoss: number;
  readonly objectnessLoss: number;
  readonly classLoss: number;
  /** Of the last update. */
  readonly learningRate: number;
}

/** What the network is worth and how its units are. */
export interface EvaluationEvent {
  readonly type: 'evaluation';
  readonly step: number;
  readonly epoch: number;
  readonly mAP50: number;
  readonly mAP: number;
  /** On the first 64 pictures of the training split, unvaried. */
  readonly unitHealth: readonly UnitHealth[];
  /** Empty for activations that learn nothing. */
  readonly learnedSlopes: readonly SlopeSummary[];
}

/** The last event. */
export interface FinishedEvent {
  readonly type: 'finished';
  readonly step: number;
  /** Epochs in all. */
  readonly epoch: number;
  readonly evaluation: DetectorEvaluation;
  readonly unitHealth: readonly UnitHealth[];
  readonly learnedSlopes: readonly SlopeSummary[];
}

/** What happens in training. Equal seeds give equal events. */
export type DetectorEvent = UpdateEvent | EvaluationEvent | FinishedEvent;

/** Enough positions for unit health, and a multiple of the batch that inspection runs with. */
export const PROBE_PICTURES = 64;

/**
 * Trains a network from the update it is at to the end of the last epoch.
 *
 * @param options - with settings that `trainingSettings` has checked
 */
export async function* trainDetector(
  network: DetectorNetwork,
  options: TrainOptions & TrainingSettings,
): AsyncGenerator<DetectorEvent, void, undefined> {
  const { dataset, trainSplit = 'train' } = options;
  const split = prepareSplit(await dataset.split(trainSplit), network.inputSize, {
    cacheBytes: options.cacheMegabytes * 1e6,
  });
  const stream = trainingStream(network.model.seed);
  const batches = createBatches({
    ...options,
    augmentation: options,
    split,
    layout: network.layout,
    stream,
  });
  try {
    const probe = await firstExamples(split, network.layout, PROBE_PICTURES);
    yield* train(network, options, { batches, probe });
  } finally {
    await batches.close();
  }
}

interface TrainingData {
  readonly batches: Batches;
  readonly probe: Batch;
}

async function* train(
  network: DetectorNetwork,
  options: TrainOptions & TrainingSettings,
  { batches, probe }: TrainingData,
): AsyncGenerator<DetectorEvent, void, undefined> {
  const { epochs, evaluateEvery, reportEvery } = options;
  const { stepsPerEpoch } = batches;
  const learningRateAt = trainingSchedule(options, epochs * stepsPerEpoch);
  const trainer = await network.compileTraining(options, learningRateAt);
  const judge = await createJudge(network, options, probe);

  let judged: Judgement | undefined;
  let reports: StepMetrics[] = [];
  while (trainer.updates < epochs * stepsPerEpoch) {
    const done = trainer.updates;
    const batch = await batches.load(Math.floor(done / stepsPerEpoch), done % stepsPerEpoch);
    reports.push(await update(trainer, batch));
    const place = { step: done + 1, epoch: Math.ceil((done + 1) / stepsPerEpoch) };
    if (place.step % reportEvery === 0) {
      yield { type: 'update', ...place, ...meanLosses(reports), learningRate: learningRateAt(done) };
      reports = [];
    }
    const isEpochEnd = place.step % stepsPerEpoch === 0;
    if (isEpochEnd && (place.epoch % evaluateEvery === 0 || place.epoch === epochs)) {
      judged = await judge();
      reports = [];
      const { evaluation, ...units } = judged;
      yield { type: 'evaluation', ...place, mAP50: evaluation.mAP50, mAP: evaluation.mAP, ...units };
    }
  }
  yield { type: 'finished', step: trainer.updates, epoch: epochs, ...(judged ?? (await judge())) };
}

function update(trainer: DetectorTrainer, { images, targets }: Batch): Promise<StepMetrics> {
  const { boxes, positive, classes } = targets;
  return trainer.step({ images, boxes, positive, classes });
}

function meanLosses(reports: readonly StepMetrics[]) {
  const mean = (name: string) =>
    reports.reduce((sum, report) => sum + (report[name] as number), 0) / reports.length;
  return {
    loss: mean('loss'),
    boxLoss: mean('boxLoss'),
    objectnessLoss: mean('objectnessLoss'),
    classLoss: mean('classLoss'),
  };
}

type Judgement = Pick<FinishedEvent, 'evaluation' | 'unitHealth' | 'learnedSlopes'>;

/** Evaluation and unit health on the same pictures every time. */
async function createJudge(
  network: DetectorNetwork,
  { dataset, evaluationSplit = 'val', evaluationImages }: TrainOptions & TrainingSettings,
  probe: Batch,
): Promise<() => Promise<Judgement>> {
  const options: EvaluateOptions = {
    dataset,
    split: evaluationSplit,
    ...(evaluationImages !== null && { images: evaluationImages }),
  };
  const prepared = await prepareEvaluation(network, options);
  return async () => ({
    evaluation: await evaluateDetector(network, prepared, options),
    unitHealth: (await network.inspect(probe)).map(({ health }) => health),
    learnedSlopes: slopeSummaries(network),
  });
}
