import type { ClassifierResult } from '@rectify/benchmark';
import type { Engine } from '@rectify/nn';
import {
  CLASSIFIER_NETWORKS,
  CLASSIFIER_PRESET,
  type Classifier,
  type ClassifierFinishedEvent,
  type ClassifierNetworkName,
  type ClassifierTrainingSettings,
  classifierSettings,
  createClassifier,
  loadClassifier,
  saveClassifier,
} from '@rectify/vision';
import { InterruptedError, UsageError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import type { AskedClassifierOptions, RunConfig, Settings } from '../runs/runConfig.js';
import { clearRun, type RunDirectory, type RunResult } from '../runs/runDirectory.js';
import type { Terminal } from '../terminal.js';
import { openEngine } from './openEngine.js';
import { completeConfig, fill, openTraining, type TrainingPlace } from './openTraining.js';
import { checkSettings } from './settings.js';
import { resumeCommand } from './trainCommand.js';

/** What to train, and where the run goes. */
export interface ClassifierRequest extends TrainingPlace {
  readonly options: AskedClassifierOptions;
}

type ClassifierConfig = Extract<RunConfig, { kind: 'classifier' }>;

/**
 * Trains a classifier into a run directory.
 *
 * @returns the content of `result.json`
 * @throws InterruptedError if the terminal was interrupted; the run can then be continued
 */
export async function trainClassifierRun(terminal: Terminal, request: ClassifierRequest): Promise<RunResult> {
  const config = classifierConfig(terminal, request.options);
  const opening = await openTraining(terminal, config, request);
  if (opening.state === 'finished') return opening.result;
  const { directory } = opening;
  const { settings: given, epochs } = config.options;
  return fill(directory, async () => {
    const engine = await openEngine(config.options);
    const settings = settingsOf({ ...given, epochs });
    const begun = { config, directory, engine, settings, tensorboard: request.tensorboard };
    const classifier = await beginOrContinue(terminal, begun);
    try {
      return await train(terminal, { ...begun, classifier });
    } finally {
      await classifier.dispose();
    }
  });
}

/**
 * The configuration of a training.
 *
 * @throws UsageError if there is no such network, or a setting is wrong
 */
export function classifierConfig(terminal: Terminal, asked: AskedClassifierOptions): ClassifierConfig {
  const { network, settings, epochs } = asked;
  if (!isNetwork(network)) {
    throw new UsageError(`network must be ${CLASSIFIER_NETWORKS.join(' or ')}, got "${network}"`);
  }
  const effectiveSettings = {
    stageChannels: CLASSIFIER_PRESET.stageChannels,
    ...settingsOf({ ...settings, ...(epochs && { epochs }) }),
  };
  const options = { ...asked, epochs: effectiveSettings.epochs };
  return completeConfig<ClassifierConfig>(terminal, { kind: 'classifier', options, effectiveSettings });
}

function isNetwork(name: string): name is ClassifierNetworkName {
  return CLASSIFIER_NETWORKS.some((known) => known === name);
}

/** The complete settings; whatever is wrong with them is the caller's mistake. */
function settingsOf(given: Settings): ClassifierTrainingSettings {
  checkSettings(given, CLASSIFIER_PRESET.training);
  try {
    return classifierSettings(given as Partial<ClassifierTrainingSettings>);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

interface Begun {
  readonly config: ClassifierConfig;
  readonly directory: RunDirectory;
  readonly engine: Engine;
  readonly settings: ClassifierTrainingSettings;
  readonly tensorboard: string | undefined;
}

interface Training extends Begun {
  readonly classifier: Classifier;
}

async function beginOrContinue(
  terminal: Terminal,
  { config, directory, engine }: Begun,
): Promise<Classifier> {
  const { network, activation, seed } = config.options;
  if (await directory.hasCheckpoint()) {
    const classifier = await loadClassifier(directory.path, { engine });
    terminal.note(`${directory.path}: going on after ${classifier.updates} updates`);
    return classifier;
  }
  await clearRun(directory);
  return createClassifier({ network: network as ClassifierNetworkName, activation, seed, engine });
}

async function train(terminal: Terminal, training: Training): Promise<ClassifierResult> {
  const { config, directory, classifier, settings } = training;
  const { network, activation, seed } = config.options;
  const interruption = terminal.interruption();
  const secondsBefore = await directory.secondsUpTo(classifier.updates);
  const start = performance.now();
  const secondsSoFar = (): number => secondsBefore + (performance.now() - start) / 1000;
  await directory.openMetrics((step) => step <= classifier.updates);

  const progress = openProgress(terminal, `${network} ${activation} seed ${seed}`);
  try {
    let remark = 'no evaluation yet';
    for await (const event of classifier.train(settings)) {
      if (event.type === 'finished') return await finish(training, event, secondsSoFar());
      if (event.type === 'evaluation') {
        directory.record({ ...event, wallSeconds: secondsSoFar() });
        await saveClassifier(classifier, directory.path);
        remark = `accuracy ${event.accuracy.toFixed(4)}`;
      } else {
        directory.record(event);
      }
      progress.update({ share: event.step / event.steps, remark });
      if (interruption.aborted) await leave(training);
    }
    throw new Error('the training ended without a last event');
  } finally {
    progress.end();
  }
}

async function leave({ config, directory, classifier, tensorboard }: Training): Promise<never> {
  await saveClassifier(classifier, directory.path);
  throw new InterruptedError(
    `stopped after ${classifier.updates} updates; this goes on from there: ${resumeCommand(config, directory.path, tensorboard)}`,
  );
}

async function finish(
  { config, directory, engine, classifier }: Training,
  { step, evaluation, unitHealth, learnedSlopes }: ClassifierFinishedEvent,
  wallSeconds: number,
): Promise<ClassifierResult> {
  const { network, activation, seed, epochs } = config.options;
  await saveClassifier(classifier, directory.path);
  const result: ClassifierResult = {
    kind: 'classifier',
    network,
    activation,
    seed,
    engine: engine.name,
    epochs,
    steps: step,
    parameters: classifier.parameterCount,
    wallSeconds,
    evaluation: {
      ...evaluation,
      perClass: { ...evaluation.perClass },
      confusion: evaluation.confusion.map((row) => [...row]),
    },
    unitHealth: [...unitHealth],
    learnedSlopes: [...learnedSlopes],
    versions: { ...config.versions },
  };
  await directory.finish(result);
  return result;
}
