// Training as a stream of events: whoever iterates decides what to show, to write and when to stop.
import type { LayerInspection, UnitHealth } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import { readMnist } from '../datasets/mnist.js';
import { type SlopeSummary, slopeSummaries } from '../network/slopeSummary.js';
import { trainingSchedule } from '../network/trainingSchedule.js';
import { type ClassifierNetwork, classificationLoss } from './classificationLoss.js';
import { createDigitBatches, type DigitBatch, firstDigits } from './digitBatches.js';
import { type ClassifierEvaluation, evaluateClassifier } from './evaluateClassifier.js';
import type { ClassifierTrainingSettings } from './settings.js';

/** The loss: the mean over the updates since the event before, an evaluation included. */
export interface ClassifierUpdateEvent {
  readonly type: 'update';
  /** Updates made so far, */
  readonly step: number;
  /** of so many in all. */
  readonly steps: number;
  /** Epochs begun so far. */
  readonly epoch: number;
  readonly loss: number;
  /** Of the last update. */
  readonly learningRate: number;
}

/** How the units of the network are. */
interface Units {
  /** On the first 64 training digits, unvaried. */
  readonly unitHealth: readonly UnitHealth[];
  /** Empty for activations that learn nothing. */
  readonly learnedSlopes: readonly SlopeSummary[];
}

/** What the network is worth. */
export interface ClassifierEvaluationEvent extends Units {
  readonly type: 'evaluation';
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  /** On the test digits. */
  readonly accuracy: number;
}

/** The last event. */
export interface ClassifierFinishedEvent extends Units {
  readonly type: 'finished';
  readonly step: number;
  /** Epochs in all. */
  readonly epoch: number;
  readonly evaluation: ClassifierEvaluation;
}

/** What happens in training. Equal seeds give equal events. */
export type ClassifierEvent = ClassifierUpdateEvent | ClassifierEvaluationEvent | ClassifierFinishedEvent;

/** Enough positions for unit health. */
const PROBE_DIGITS = 64;

/**
 * Trains a network from the update it is at to the end of the last epoch.
 *
 * @param settings - that `classifierSettings` has checked
 */
export async function* trainClassifier(
  network: ClassifierNetwork,
  settings: ClassifierTrainingSettings,
): AsyncGenerator<ClassifierEvent, void, undefined> {
  const { epochs, evaluateEvery, reportEvery } = settings;
  const digits = firstDigits(readMnist('train'), settings.trainingImages);
  const judge = createJudge(network, settings);
  const stream = randomStream(network.model.seed).split('training');
  const { stepsPerEpoch, load } = createDigitBatches({ ...settings, digits, variation: settings, stream });
  const steps = epochs * stepsPerEpoch;
  const learningRateAt = trainingSchedule(settings, steps);
  const loss = classificationLoss<'average'>(network.model, settings);
  const trainer = await network.compileTraining(loss, settings, learningRateAt);

  let judged: Judgement | undefined;
  let losses: number[] = [];
  while (trainer.updates < steps) {
    const done = trainer.updates;
    const { images, labels } = load(Math.floor(done / stepsPerEpoch), done % stepsPerEpoch);
    losses.push((await trainer.step({ images, labels })).loss);
    const place = { step: done + 1, steps, epoch: Math.ceil((done + 1) / stepsPerEpoch) };
    if (place.step % reportEvery === 0) {
      yield { type: 'update', ...place, loss: mean(losses), learningRate: learningRateAt(done) };
      losses = [];
    }
    const isEpochEnd = place.step % stepsPerEpoch === 0;
    if (isEpochEnd && (place.epoch % evaluateEvery === 0 || place.epoch === epochs)) {
      judged = await judge();
      losses = [];
      const { evaluation, ...units } = judged;
      yield { type: 'evaluation', ...place, accuracy: evaluation.accuracy, ...units };
    }
  }
  yield { type: 'finished', step: trainer.updates, epoch: epochs, ...(judged ?? (await judge())) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Judgement = Pick<ClassifierFinishedEvent, 'evaluation' | 'unitHealth' | 'learnedSlopes'>;

/** Evaluation and unit health on the same digits every time. */
function createJudge(
  network: ClassifierNetwork,
  { evaluationImages }: ClassifierTrainingSettings,
): () => Promise<Judgement> {
  const judged = firstDigits(readMnist('test'), evaluationImages);
  return async () => ({
    evaluation: await evaluateClassifier(network, judged),
    unitHealth: (await inspectClassifier(network)).map(({ health }) => health),
    learnedSlopes: slopeSummaries(network),
  });
}

/** The layers on the first 64 training digits, with the gradient of the loss of labels as they are. */
export function inspectClassifier(network: ClassifierNetwork): Promise<LayerInspection[]> {
  const loss = classificationLoss<never>(network.model, { batchSize: PROBE_DIGITS, labelSmoothing: 0 });
  return network.inspect(loss, probe());
}

function probe(): DigitBatch {
  const { ink, labels } = firstDigits(readMnist('train'), PROBE_DIGITS);
  return { images: ink, labels: Int32Array.from(labels) };
}
