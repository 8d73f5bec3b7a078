import { parseActivation, printActivation } from '@rectify/activations';
import { printSettings, type TaskSettings } from '../runs/settings.js';
import type { Arm, Study, Task } from './study.js';

interface RunOptions {
  readonly activation: string;
  readonly seed: number;
  /** Those of the task and of the arm. */
  readonly settings: TaskSettings;
}

/** Options of an agent's run. */
export interface DqnRunOptions extends RunOptions {
  readonly environment: string;
  /** Left out: those of the preset. */
  readonly steps?: number;
}

/** Options of a detector's run. */
export interface DetectorRunOptions extends RunOptions {
  readonly data: string;
  /** Left out: those of the preset. */
  readonly epochs?: number;
}

/** Options of a classifier's run. */
export interface ClassifierRunOptions extends RunOptions {
  readonly network: string;
  /** Left out: those of the preset. */
  readonly epochs?: number;
}

/** A run to make: where it goes below the study's directory, and with which options. */
export type PlannedRun = {
  /** Such as `dqn-CartPole-v1-learningRate=0.01/leaky_relu-0.01/seed-3`. */ readonly name: string;
} & (
  | { readonly application: 'dqn'; readonly options: DqnRunOptions }
  | { readonly application: 'detector'; readonly options: DetectorRunOptions }
  | { readonly application: 'classifier'; readonly options: ClassifierRunOptions }
);

/**
 * The runs of a study. Seeds come first, then tasks, then arms, so that a study that is cut short has compared all
 * arms on the seeds it got to.
 *
 * @throws RangeError if a seed isn't an integer from 0 up, the study is empty, or two runs would share a directory;
 * whatever `parseActivation` throws for an unknown activation
 */
export function planRuns({ arms, tasks, seeds }: Study): PlannedRun[] {
  const wrongSeed = seeds.find((seed) => !Number.isSafeInteger(seed) || seed < 0);
  if (wrongSeed !== undefined) throw new RangeError(`seeds must be integers from 0 up, got ${wrongSeed}`);
  const runs = seeds.flatMap((seed) => tasks.flatMap((task) => arms.map((arm) => planRun(task, arm, seed))));
  if (runs.length === 0) throw new RangeError('a study needs at least one arm, one task and one seed');
  const names = runs.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw new RangeError(`two runs of the study have the same arm, task and seed: ${repeated}`);
  return runs;
}

function planRun(task: Task, arm: Arm, seed: number): PlannedRun {
  const activation = printActivation(parseActivation(arm.activation));
  const condition = [subjectOf(task), ...printSettings(arm.settings)].join('-');
  const name = `${task.application}-${directoryName(condition)}/${directoryName(activation)}/seed-${seed}`;
  const shared = { activation, seed, settings: { ...task.settings, ...arm.settings } };
  switch (task.application) {
    case 'dqn': {
      const { application, environment, steps } = task;
      return {
        name,
        application,
        options: { ...shared, environment, ...(steps !== undefined && { steps }) },
      };
    }
    case 'detector': {
      const { application, data, epochs } = task;
      return { name, application, options: { ...shared, data, ...(epochs !== undefined && { epochs }) } };
    }
    case 'classifier': {
      const { application, network, epochs } = task;
      return { name, application, options: { ...shared, network, ...(epochs !== undefined && { epochs }) } };
    }
  }
}

function subjectOf(task: Task): string {
  return Object.values(subjectFactors(task)).join('-');
}

/** What a task is about, under the name that observations have for it. */
export function subjectFactors(task: Task): Readonly<Record<string, string>> {
  switch (task.application) {
    case 'dqn':
      return { environment: task.environment };
    case 'detector':
      return { data: task.data };
    case 'classifier':
      return { network: task.network };
  }
}

/** Only characters that every file system takes: `voc:../data/bccd` becomes `voc-data-bccd`. */
function directoryName(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._=]+/g, '-')
    .replace(/-?\.\.+-?/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}
