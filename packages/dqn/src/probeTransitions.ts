import type { RandomStream } from '@rectify/nn/random';
import { createEnvironment } from './environments/registry.js';
import { NStepReturns } from './replay/nStepReturns.js';
import type { ReplayBatch, Transition } from './replay/replayMemory.js';
import type { AgentSettings } from './settings.js';

/** How a probe is drawn. */
export interface ProbeOptions extends Pick<AgentSettings, 'nStep' | 'discount' | 'rewardScale'> {
  /** Transitions in it. */
  readonly count: number;
  readonly stream: RandomStream;
}

/**
 * Transitions of uniformly random play, one after the other: the fixed inputs on which units are inspected, made for
 * the loss as those of the training are.
 */
export function probeTransitions(environmentId: string, options: ProbeOptions): ReplayBatch {
  const { count, stream, nStep: steps, discount, rewardScale } = options;
  const environment = createEnvironment(environmentId);
  const { start } = environment.actionSpace;
  const returns = new NStepReturns({ steps, discount });
  const transitions: Transition[] = [];
  let { observation } = environment.reset(stream.integer(2 ** 31));
  while (transitions.length < count) {
    const action = environment.actionSpace.sample(stream);
    const { reward, terminated, truncated, observation: nextObservation } = environment.step(action);
    const step = { observation, action: action - start, nextObservation, terminated, truncated };
    transitions.push(...returns.add({ ...step, reward: reward * rewardScale }));
    observation = terminated || truncated ? environment.reset().observation : nextObservation;
  }
  return inColumns(transitions.slice(0, count));
}

function inColumns(transitions: readonly Transition[]): ReplayBatch {
  const joined = (rows: readonly Float32Array[]): Float32Array =>
    Float32Array.from(rows.flatMap((row) => [...row]));
  return {
    observations: joined(transitions.map(({ observation }) => observation)),
    actions: Int32Array.from(transitions, ({ action }) => action),
    rewards: Float32Array.from(transitions, ({ reward }) => reward),
    nextObservations: joined(transitions.map(({ nextObservation }) => nextObservation)),
    discounts: Float32Array.from(transitions, ({ discount }) => discount),
    weights: new Float32Array(transitions.length).fill(1),
  };
}
