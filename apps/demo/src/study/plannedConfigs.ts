// What the runs of a study will be made with, known before the first of them begins.
import type { PlannedRun } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import type { RunConfig, RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { openData } from '../training/openData.js';
import type { TrainOptions } from '../training/trainCommand.js';

/** The options of a planned run. */
export function optionsOf({ application, options }: PlannedRun, engine: RunEngine): TrainOptions {
  return { kind: application, options: { ...options, engine } } as TrainOptions;
}

/**
 * The configuration of every planned run, by its name.
 *
 * @throws UsageError naming the run and what is wrong with its settings, its environment or its data
 */
export async function plannedConfigs(
  terminal: Terminal,
  plan: readonly PlannedRun[],
  engine: RunEngine,
): Promise<Map<string, RunConfig>> {
  const { dqnConfig } = await import('../training/trainDqn.js');
  const { detectorConfig } = await import('../training/trainDetector.js');
  const { classifierConfig } = await import('../training/trainClassifier.js');
  const datasets = new Map<string, ReturnType<typeof openData>>();
  const configOf = async (run: PlannedRun): Promise<RunConfig> => {
    const asked = optionsOf(run, engine);
    if (asked.kind === 'dqn') return dqnConfig(terminal, asked.options);
    if (asked.kind === 'classifier') return classifierConfig(terminal, asked.options);
    const { data } = asked.options;
    const dataset = datasets.get(data) ?? openData(data);
    datasets.set(data, dataset);
    return detectorConfig(terminal, await dataset, asked.options);
  };
  const configs = new Map<string, RunConfig>();
  for (const run of plan) configs.set(run.name, await named(run, () => configOf(run)));
  return configs;
}

async function named<Result>({ name }: PlannedRun, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`run ${name}: ${error.message}`, { cause: error });
    throw error;
  }
}
