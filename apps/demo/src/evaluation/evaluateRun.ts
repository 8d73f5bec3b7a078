import { loadAgent } from '@rectify/dqn';
import { loadDetector } from '@rectify/vision';
import { UsageError } from '../failure.js';
import { readJsonFile } from '../output/jsonFile.js';
import type { FinishedRun } from '../runs/finishedRun.js';
import type { DetectorOptions, DqnOptions } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { checkSplits, openData } from '../training/openData.js';

/** On what to judge. */
export interface EvaluationChoice {
  readonly episodes?: number;
  readonly seed?: number;
  readonly data?: string;
  readonly split?: string;
  readonly images?: number;
}

/** Judges a finished run anew; the keys are those that `rectify evaluate --json` prints. */
export async function evaluateRun(
  terminal: Terminal,
  { path, config }: FinishedRun,
  choice: EvaluationChoice,
) {
  return config.kind === 'dqn'
    ? evaluateAgent(path, config.options, choice)
    : evaluateDetector(terminal, { path, options: config.options }, choice);
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

async function evaluateDetector(
  terminal: Terminal,
  { path, options }: { path: string; options: DetectorOptions },
  { data = options.data, split: splitName = 'val', images }: EvaluationChoice,
) {
  const dataset = await openData(data);
  if (!dataset.splitNames.includes(splitName)) {
    throw new UsageError(
      `--split: ${data} has no split "${splitName}"; known: ${dataset.splitNames.join(', ')}`,
    );
  }
  await checkSplits(terminal, dataset, [splitName]);
  const split = await dataset.split(splitName);
  const count = images ?? (split.isEndless ? await imagesOf(path) : split.length);
  if (!split.isEndless && count > split.length) {
    throw new UsageError(
      `--images: split "${splitName}" of ${data} has ${split.length} pictures, asked for are ${count}`,
    );
  }
  const detector = await loadDetector(path);
  try {
    const { split: _, ...evaluation } = await detector.evaluate({ dataset, split: splitName, images: count });
    const { activation, seed } = options;
    return { kind: 'detector' as const, data, split: splitName, activation, seed, ...evaluation };
  } finally {
    await detector.dispose();
  }
}

/** As many pictures as judged the run when it was made: of generated data there is no end. */
async function imagesOf(path: string): Promise<number> {
  const result = (await readJsonFile(`${path}/result.json`)) as { evaluation: { images: number } };
  return result.evaluation.images;
}
