// CartPole against every recorded step of Gymnasium's (golden set `envs/cartpole_v1`).
import { assertAllClose, type GoldenNumber, golden, type Tolerance, toNumbers } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { CartPole, createEnvironment, type Environment } from '../src/index.js';

interface Episode {
  readonly kind: string;
  readonly max_episode_steps: number;
  readonly make_kwargs: { readonly sutton_barto_reward?: boolean };
  readonly initial_state: readonly number[];
  readonly initial_observation: readonly number[] | null;
  readonly actions: readonly number[];
  readonly states: readonly (readonly number[])[];
  readonly observations: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly terminated: readonly (0 | 1)[];
  readonly truncated: readonly (0 | 1)[];
  readonly ended: boolean;
}

interface Recording {
  readonly header: {
    readonly tolerance: Record<'single_step' | 'observation' | 'full_replay', Tolerance>;
  };
  readonly constants: {
    readonly num_actions: number;
    readonly observation_low: readonly GoldenNumber[];
    readonly observation_high: readonly GoldenNumber[];
    readonly max_episode_steps: number;
  };
  readonly episodes: readonly Episode[];
}

const { header, constants, episodes } = golden<Recording>('envs/cartpole_v1');
const { single_step, observation: observationTolerance, full_replay } = header.tolerance;

const options = ({ make_kwargs }: Episode) => ({
  suttonBartoReward: make_kwargs.sutton_barto_reward ?? false,
});
const at = <Item>(items: readonly Item[], index: number): Item => items[index] as Item;

/** Plays a recorded episode from its first state and hands every step to `compare`. */
function replay(episode: Episode, environment: Environment, stateTolerance: Tolerance): void {
  const first = environment.setState(episode.initial_state);
  if (episode.initial_observation) {
    expect(first).toEqual(Float32Array.from(episode.initial_observation));
  }
  episode.actions.forEach((action, step) => {
    const result = environment.step(action);
    const what = `${episode.kind}, step ${step}`;
    assertAllClose(environment.state(), at(episode.states, step), { tolerance: stateTolerance, what });
    assertAllClose(result.observation, at(episode.observations, step).map(Math.fround), {
      tolerance: observationTolerance,
      what,
    });
    expect([result.reward, result.terminated, result.truncated], what).toEqual([
      at(episode.rewards, step),
      at(episode.terminated, step) === 1,
      at(episode.truncated, step) === 1,
    ]);
  });
}

describe('CartPole-v1 against Gymnasium', () => {
  it('has the recorded spaces and time limit', () => {
    const environment = createEnvironment('CartPole-v1');
    expect(environment.actionSpace.size).toBe(constants.num_actions);
    expect(environment.observationSpace.low).toEqual(Float32Array.from(toNumbers(constants.observation_low)));
    expect(environment.observationSpace.high).toEqual(
      Float32Array.from(toNumbers(constants.observation_high)),
    );
    const balancer = createEnvironment('CartPole-v1');
    balancer.setState([0, 0, 0, 0], constants.max_episode_steps - 1);
    expect(balancer.step(0).truncated).toBe(true);
  });

  it('makes every recorded step from the recorded state before it', () => {
    let compared = 0;
    for (const episode of episodes) {
      const environment = new CartPole(options(episode));
      episode.actions.forEach((action, step) => {
        environment.setState(step === 0 ? episode.initial_state : at(episode.states, step - 1));
        const result = environment.step(action);
        const what = `${episode.kind}, step ${step}`;
        assertAllClose(environment.state(), at(episode.states, step), { tolerance: single_step, what });
        assertAllClose(result.observation, at(episode.observations, step).map(Math.fround), {
          tolerance: observationTolerance,
          what,
        });
        expect(result.reward, what).toBe(at(episode.rewards, step));
        expect(Number(result.terminated), what).toBe(at(episode.terminated, step));
        compared += 1;
      });
    }
    expect(compared).toBeGreaterThan(0);
  });

  it.each(episodes.map((episode, index) => [index, episode.kind, episode] as const))(
    'replays episode %i (%s) to its last step',
    (_, __, episode) => {
      const environment = createEnvironment('CartPole-v1', {
        ...options(episode),
        maxEpisodeSteps: episode.max_episode_steps,
      });
      replay(episode, environment, full_replay);
      if (episode.ended) expect(() => environment.step(0)).toThrow('call reset() first');
      else expect(() => environment.step(0)).not.toThrow();
    },
  );
});
