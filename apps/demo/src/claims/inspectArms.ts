// The networks of typical runs, looked into after the runs.
import { type Run, taskOf, typicalFirst } from '@rectify/benchmark';
import type { InspectedArm } from '@rectify/benchmark/report';
import { loadAgent } from '@rectify/dqn';
import type { PreActivationHistogram } from '@rectify/nn';
import { loadDetector } from '@rectify/vision';
import { runsByArm } from '../study/runsByArm.js';
import { openData } from '../training/openData.js';
import { namedByKind } from './namedByKind.js';

/** How pre-activations are distributed in the network of each arm's typical agent or detector; a few seconds for ten arms. */
export async function inspectArms(runs: readonly Run[]): Promise<InspectedArm[]> {
  const inspected: InspectedArm[] = [];
  for (const own of runsByArm(runs)) {
    const [run] = typicalFirst(own);
    if (run === undefined || run.kind === 'classifier') continue;
    const { activation, seed } = run.result;
    inspected.push({ task: taskOf(namedByKind(run)), activation, seed, layers: await histogramsOf(run) });
  }
  return inspected;
}

async function histogramsOf(run: Exclude<Run, { kind: 'classifier' }>): Promise<PreActivationHistogram[]> {
  if (run.kind === 'dqn') {
    const agent = await loadAgent(run.directory);
    return agent.preActivationHistograms().finally(() => agent.dispose());
  }
  const dataset = await openData(run.result.data);
  const detector = await loadDetector(run.directory);
  return detector.preActivationHistograms({ dataset }).finally(() => detector.dispose());
}
