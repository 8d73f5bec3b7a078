// The classic control tasks against every recorded step of Gymnasium's (golden set `envs`).
import { assertAllClose, type GoldenNumber, golden, type Tolerance, toNumbers } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  createEnvironment,
  type Environment,
  type EnvironmentOptions,
  type StepResult,
} from '../src/index.js';

interface Episode {
  readonly kind: string;
  readonly max_episode_steps: number;
  readonly make_kwargs: { readonly sutton_barto_reward?: boolean; readonly goal_velocity?: number };
  readonly initial_state: readonly number[];
  readonly initial_observation: readonly number[] | null;
  readonly actions: readonly number[];
  readonly states: readonly (readonly number[])[];
  readonly observations: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly terminated: readonly (0 | 1)[];
  readonly truncated: readonly (0 | 1)[];
  readonly ended: boolean;
  /** False where last-bit differences of sine and cosine grow visibly. */
  readonly full_replay?: boolean;
}

interface Recording {
  readonly header: {
    readonly tolerance: Record<'single_step' | 'observation' | 'full_replay', Tolerance>;
  };
  readonly constants: {
    readonly id: string;
    readonly num_actions: number;
    readonly observation_low: readonly GoldenNumber[];
    readonly observation_high: readonly GoldenNumber[];
    readonly max_episode_steps: number;
  };
  readonly episodes: readonly Episode[];
}

const at = <Item>(items: readonly Item[], index: number): Item => items[index] as Item;

/** The recorded time limit counts from the episode's start; without it a single step can begin anywhere. */
function environmentOf({ constants }: Recording, { make_kwargs, max_episode_steps }: Episode): Environment {
  const { sutton_barto_reward, goal_velocity } = make_kwargs;
  const options: EnvironmentOptions = {
    ...(sutton_barto_reward !== undefined && { suttonBartoReward: sutton_barto_reward }),
    ...(goal_velocity !== undefined && { goalVelocity: goal_velocity }),
    maxEpisodeSteps: max_episode_steps,
  };
  return createEnvironment(constants.id, options);
}

/** Takes the recorded step `index` and compares all that came of it. */
function compareStep(
  { header }: Recording,
  episode: Episode,
  { environment, index, tolerance }: { environment: Environment; index: number; tolerance: Tolerance },
): void {
  const result: StepResult = environment.step(at(episode.actions, index));
  const what = `${environment.id}, ${episode.kind}, step ${index}`;
  assertAllClose(environment.state(), at(episode.states, index), { tolerance, what });
  assertAllClose(result.observation, at(episode.observations, index).map(Math.fround), {
    tolerance: header.tolerance.observation,
    what,
  });
  expect([result.reward, result.terminated, result.truncated], what).toEqual([
    at(episode.rewards, index),
    at(episode.terminated, index) === 1,
    at(episode.truncated, index) === 1,
  ]);
}

describe.each(['cartpole_v1', 'acrobot_v1', 'mountain_car_v0'])('%s', (name) => {
  const recording = golden<Recording>(`envs/${name}`);
  const { header, constants, episodes } = recording;

  it('has the recorded spaces and time limit', () => {
    const environment = createEnvironment(constants.id);
    const { actionSpace, observationSpace } = environment;
    expect(actionSpace.size).toBe(constants.num_actions);
    expect(observationSpace.low).toEqual(Float32Array.from(toNumbers(constants.observation_low)));
    expect(observationSpace.high).toEqual(Float32Array.from(toNumbers(constants.observation_high)));
    const { observation } = environment.reset(0);
    expect(observation.length).toBe(observationSpace.low.length);
    environment.setState(environment.state(), constants.max_episode_steps - 1);
    expect(environment.step(0).truncated).toBe(true);
  });

  it('makes every recorded step from the recorded state before it', () => {
    let compared = 0;
    for (const episode of episodes) {
      const environment = environmentOf(recording, episode);
      episode.actions.forEach((_, index) => {
        environment.setState(index === 0 ? episode.initial_state : at(episode.states, index - 1), index);
        compareStep(recording, episode, { environment, index, tolerance: header.tolerance.single_step });
        compared += 1;
      });
    }
    expect(compared).toBeGreaterThan(0);
  });

  const replayable = episodes.filter(({ full_replay }) => full_replay !== false);
  it.each(replayable.map((episode, index) => [index, episode.kind, episode] as const))(
    'replays episode %i (%s) to its last step',
    (_, kind, episode) => {
      const environment = environmentOf(recording, episode);
      const first = environment.setState(episode.initial_state);
      if (episode.initial_observation) {
        assertAllClose(first, episode.initial_observation.map(Math.fround), {
          tolerance: header.tolerance.observation,
          what: `${constants.id}, ${kind}, first observation`,
        });
      }
      episode.actions.forEach((_, index) => {
        compareStep(recording, episode, { environment, index, tolerance: header.tolerance.full_replay });
      });
      if (episode.ended) expect(() => environment.step(0)).toThrow('call reset() first');
      else expect(() => environment.step(0)).not.toThrow();
    },
  );
});
