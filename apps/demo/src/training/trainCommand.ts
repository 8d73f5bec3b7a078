import { printSetting } from '../options.js';
import type { AskedClassifierOptions, AskedDetectorOptions, AskedDqnOptions } from '../runs/runConfig.js';

/** The part of a run's configuration that its command spells out. */
export type TrainOptions =
  | { readonly kind: 'dqn'; readonly options: AskedDqnOptions }
  | { readonly kind: 'detector'; readonly options: AskedDetectorOptions }
  | { readonly kind: 'classifier'; readonly options: AskedClassifierOptions };

/** The words of the command that makes a run, without the program's name; a worker is started with them. */
export function trainWords(config: TrainOptions, out: string): string[] {
  const { activation, seed, engine, threads, settings } = config.options;
  const set = Object.entries(settings).flatMap(([name, value]) => ['--set', printSetting(name, value)]);
  const common = [
    '--activation',
    activation,
    '--seed',
    String(seed),
    '--engine',
    engine,
    ...given('--threads', threads),
  ];
  return ['train', ...subjectOf(config), ...common, ...set, '--out', out];
}

function subjectOf(config: TrainOptions): string[] {
  switch (config.kind) {
    case 'dqn':
      return ['dqn', '--env', config.options.environment, ...given('--steps', config.options.steps)];
    case 'detector':
      return ['detector', '--data', config.options.data, ...given('--epochs', config.options.epochs)];
    case 'classifier':
      return ['classifier', '--network', config.options.network, ...given('--epochs', config.options.epochs)];
  }
}

function given(flag: string, value: number | string | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)];
}

/** The command that continues a run, as a person types it. */
export function resumeCommand(config: TrainOptions, out: string, tensorboard?: string): string {
  const board = given('--tensorboard', tensorboard);
  return ['rectify', ...trainWords(config, out), ...board, '--resume'].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
