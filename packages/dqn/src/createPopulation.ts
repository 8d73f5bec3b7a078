import { createEngine } from '@rectify/nn';
import type { Agent } from './agent.js';
import {
  type AgentOptions,
  assembleAgent,
  identify,
  networkOf,
  optimizerOf,
  trainingStepOf,
} from './createAgent.js';
import { compileTdPopulation } from './tdTrainer.js';

/** What a population is made from: one arm, and a seed for each of its agents. */
export interface PopulationOptions extends Omit<AgentOptions, 'seed'> {
  /** At least one, all different. */
  readonly seeds: readonly number[];
}

/**
 * Makes agents that have learned nothing yet and differ in their seeds only. Their updates are one program that runs
 * once for all of them; `trainPopulation` trains them together.
 *
 * They are agents like any other: each draws the same random numbers as alone, and can be saved, restored, evaluated
 * and trained alone. An update of several members rounds sums in another order, so that parameters agree with those of
 * an agent made by `createAgent` to float32's accuracy and not in every bit; which members share a run changes nothing.
 *
 * @example
 * const agents = await createPopulation({ environment: 'CartPole-v1', activation: 'prelu', seeds: [0, 1, 2] });
 *
 * @throws RangeError without seeds or for one twice, for an unknown environment, or a seed or setting out of its range
 * @throws ActivationSpecError for an unknown activation
 */
export async function createPopulation({
  seeds,
  engine: given,
  ...arm
}: PopulationOptions): Promise<Agent[]> {
  const [first, ...others] = seeds.map((seed) => identify(arm, seed));
  if (first === undefined) throw new RangeError('population: needs at least one seed');
  requireDistinct(seeds);
  const engine = given ?? (await createEngine('onnx'));
  const members = [first, ...others].map((identity) => ({
    identity,
    plan: { steps: identity.settings.steps },
  }));
  const member = (index: number) => members[index] as (typeof members)[number];
  const trainers = await compileTdPopulation(engine, {
    ...trainingStepOf(first),
    models: [networkOf(first), ...others.map(networkOf)],
    optimizer: (index) => optimizerOf(member(index).identity, member(index).plan),
  });
  // Whoever does not train keeps nobody waiting.
  for (const trainer of trainers) trainer.pause();
  return Promise.all(
    trainers.map((trainer, index) => {
      const { identity, plan } = member(index);
      return assembleAgent(identity, { engine, trainer, plan });
    }),
  );
}

function requireDistinct(seeds: readonly number[]): void {
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (twice !== undefined) throw new RangeError(`population: every seed counts once, got ${twice} twice`);
}
