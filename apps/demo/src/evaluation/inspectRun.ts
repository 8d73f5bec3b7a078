import { loadAgent } from '@rectify/dqn';
import type { LayerInspection } from '@rectify/nn';
import { loadClassifier, loadDetector } from '@rectify/vision';
import type { FinishedRun } from '../runs/finishedRun.js';
import type { RunConfig } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { checkSplits, openData } from '../training/openData.js';

/** The layers of a trained network on the probe of its training; the keys are those that `rectify inspect --json` prints. */
export interface RunInspection {
  readonly kind: RunConfig['kind'];
  readonly activation: string;
  readonly seed: number;
  readonly layers: readonly LayerInspection[];
}

/** Inspects the network of a finished run. */
export async function inspectRun(terminal: Terminal, { path, config }: FinishedRun): Promise<RunInspection> {
  const { activation, seed } = config.options;
  const layers = await layersOf(terminal, { path, config });
  return { kind: config.kind, activation, seed, layers };
}

function layersOf(terminal: Terminal, { path, config }: FinishedRun): Promise<LayerInspection[]> {
  switch (config.kind) {
    case 'dqn':
      return inspectOwn(loadAgent(path));
    case 'detector':
      return inspectDetector(terminal, path, config.options.data);
    case 'classifier':
      return inspectOwn(loadClassifier(path));
  }
}

/** What knows its probe itself. */
interface Inspectable {
  inspectLayers(): Promise<LayerInspection[]>;
  dispose(): Promise<void>;
}

async function inspectOwn(loading: Promise<Inspectable>): Promise<LayerInspection[]> {
  const trained = await loading;
  try {
    return await trained.inspectLayers();
  } finally {
    await trained.dispose();
  }
}

async function inspectDetector(terminal: Terminal, path: string, data: string): Promise<LayerInspection[]> {
  const dataset = await openData(data);
  await checkSplits(terminal, dataset, ['train']);
  const detector = await loadDetector(path);
  try {
    return await detector.inspectLayers({ dataset });
  } finally {
    await detector.dispose();
  }
}
