import type { DetectorResult } from '@rectify/benchmark';
import type { Engine } from '@rectify/nn';
import {
  type ArchitectureSettings,
  architectureSettings,
  createDetector,
  type Dataset,
  DETECTOR_PRESETS,
  type Detector,
  type FinishedEvent,
  loadDetector,
  type PresetName,
  presetFor,
  saveDetector,
  type TrainingSettings,
  trainingSettings,
  type ViewCount,
  viewCount,
} from '@rectify/vision';
import { InterruptedError, UsageError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import type { AskedDetectorOptions, RunConfig, Settings } from '../runs/runConfig.js';
import { clearRun, type RunDirectory, type RunResult } from '../runs/runDirectory.js';
import type { Terminal } from '../terminal.js';
import { checkSplits, openData } from './openData.js';
import { openEngine } from './openEngine.js';
import { completeConfig, fill, openTraining, type TrainingPlace } from './openTraining.js';
import { checkSettings } from './settings.js';
import { resumeCommand } from './trainCommand.js';

/** What to train, and where the run goes. */
export interface DetectorRequest extends TrainingPlace {
  readonly options: AskedDetectorOptions;
}

type DetectorConfig = Extract<RunConfig, { kind: 'detector' }>;

/**
 * Trains a detector into a run directory.
 *
 * @returns the content of `result.json`
 * @throws InterruptedError if the terminal was interrupted; the run can then be continued
 */
export async function trainDetectorRun(terminal: Terminal, request: DetectorRequest): Promise<RunResult> {
  const dataset = await openData(request.options.data);
  const config = detectorConfig(terminal, dataset, request.options);
  const { options } = config;
  await checkSplits(terminal, dataset, ['train', 'val']);
  const opening = await openTraining(terminal, config, request);
  if (opening.state === 'finished') return opening.result;
  const { directory } = opening;
  return fill(directory, async () => {
    const engine = await openEngine(options);
    const complete = settingsOf(presetFor(dataset), { ...options.settings, epochs: options.epochs });
    const begun = { config, dataset, directory, engine, tensorboard: request.tensorboard, ...complete };
    const detector = await beginOrContinue(terminal, begun);
    try {
      return await train(terminal, { ...begun, detector });
    } finally {
      await detector.dispose();
    }
  });
}

/**
 * The configuration of a training.
 *
 * @throws UsageError if a setting is wrong
 */
export function detectorConfig(
  terminal: Terminal,
  dataset: Dataset,
  asked: AskedDetectorOptions,
): DetectorConfig {
  const preset = presetFor(dataset);
  const { settings, epochs } = asked;
  const { architecture, training, views } = settingsOf(preset, { ...settings, ...(epochs && { epochs }) });
  const options = { ...asked, epochs: training.epochs };
  const effectiveSettings = { ...architecture, ...training, views };
  return completeConfig<DetectorConfig>(terminal, { kind: 'detector', options, effectiveSettings });
}

interface CompleteSettings {
  readonly architecture: ArchitectureSettings;
  readonly training: TrainingSettings;
  readonly views: ViewCount;
}

/** The complete settings; whatever is wrong with them is the caller's mistake. */
function settingsOf(preset: PresetName, given: Settings): CompleteSettings {
  const { architecture, training, views } = DETECTOR_PRESETS[preset];
  const { inputSize: _, ...ofNetwork } = { size: 'nano', ...architecture };
  checkSettings(given, { ...ofNetwork, ...training, views });
  const part = (names: object) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(names, name)));
  try {
    return {
      architecture: architectureSettings(architecture, part(ofNetwork)),
      training: trainingSettings(preset, part(training)),
      views: viewCount(given.views ?? views),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

interface Begun extends CompleteSettings {
  readonly config: DetectorConfig;
  readonly dataset: Dataset;
  readonly directory: RunDirectory;
  readonly engine: Engine;
  readonly tensorboard: string | undefined;
}

interface Training extends Begun {
  readonly detector: Detector;
}

async function beginOrContinue(
  terminal: Terminal,
  { config, dataset, directory, engine, architecture, views }: Begun,
): Promise<Detector> {
  const { activation, seed } = config.options;
  if (await directory.hasCheckpoint()) {
    const detector = await loadDetector(directory.path, { engine });
    terminal.note(`${directory.path}: going on after ${detector.updates} updates`);
    return detector;
  }
  await clearRun(directory);
  const { classes } = dataset;
  const preset = presetFor(dataset);
  return createDetector({ classes, activation, seed, preset, architecture, views, engine });
}

async function train(terminal: Terminal, training: Training): Promise<DetectorResult> {
  const { config, dataset, directory, detector } = training;
  const { epochs, data, activation, seed } = config.options;
  const interruption = terminal.interruption();
  const secondsBefore = await directory.secondsUpTo(detector.updates);
  const start = performance.now();
  const secondsSoFar = (): number => secondsBefore + (performance.now() - start) / 1000;
  await directory.openMetrics((step) => step <= detector.updates);

  const { batchSize } = training.training;
  const pictures = epochs * (await dataset.split('train')).length;
  const progress = openProgress(terminal, `${data} ${activation} seed ${seed}`);
  try {
    let remark = 'no evaluation yet';
    for await (const event of detector.train({ dataset, ...training.training })) {
      if (event.type === 'finished') return await finish(training, event, secondsSoFar());
      if (event.type === 'evaluation') {
        directory.record({ ...event, wallSeconds: secondsSoFar() });
        await saveDetector(detector, directory.path);
        remark = `mAP@0.5 ${event.mAP50.toFixed(3)}`;
      } else {
        directory.record(event);
      }
      progress.update({ share: Math.min(1, (event.step * batchSize) / pictures), remark });
      if (interruption.aborted) await leave(training);
    }
    throw new Error('the training ended without a last event');
  } finally {
    progress.end();
  }
}

async function leave({ config, directory, detector, tensorboard }: Training): Promise<never> {
  await saveDetector(detector, directory.path);
  throw new InterruptedError(
    `stopped after ${detector.updates} updates; this goes on from there: ${resumeCommand(config, directory.path, tensorboard)}`,
  );
}

async function finish(
  { config, directory, engine, detector }: Training,
  { step, evaluation, unitHealth, learnedSlopes }: FinishedEvent,
  wallSeconds: number,
): Promise<DetectorResult> {
  const { data, activation, seed, epochs } = config.options;
  await saveDetector(detector, directory.path);
  const result: DetectorResult = {
    kind: 'detector',
    data,
    activation,
    seed,
    engine: engine.name,
    epochs,
    steps: step,
    parameters: detector.parameterCount,
    wallSeconds,
    evaluation,
    unitHealth: [...unitHealth],
    learnedSlopes: [...learnedSlopes],
    versions: { ...config.versions },
  };
  await directory.finish(result);
  return result;
}
