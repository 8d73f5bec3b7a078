import { loadAgent } from '@rectify/dqn';
import type { FinishedRun } from '../runs/finishedRun.js';
import type { DqnOptions } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { evaluateClassifierRun } from './evaluateClassifierRun.js';
import { type DetectorChoice, evaluateDetectorRun } from './evaluateDetectorRun.js';

/** On what to judge. */
export interface EvaluationChoice extends DetectorChoice {
  readonly episodes?: number;
  readonly seed?: number;
}

/** Judges a finished run anew; the keys are those that `rectify evaluate --json` prints. */
export async function evaluateRun(
  terminal: Terminal,
  { path, config }: FinishedRun,
  choice: EvaluationChoice,
) {
  switch (config.kind) {
    case 'dqn':
      return evaluateAgent(path, config.options, choice);
    case 'detector':
      return evaluateDetectorRun(terminal, { path, options: config.options }, choice);
    case 'classifier':
      return evaluateClassifierRun({ path, options: config.options }, choice);
  }
}

async function evaluateAgent(
  path: string,
  { environment, activation, seed }: DqnOptions,
  { episodes = 100, seed: episodeSeed = 0 }: EvaluationChoice,
) {
  const agent = await loadAgent(path);
  try {
    const { meanReturn, returns } = await agent.evaluate({ episodes, seed: episodeSeed });
    return { kind: 'dqn' as const, environment, activation, seed, episodes, meanReturn, returns };
  } finally {
    await agent.dispose();
  }
}
