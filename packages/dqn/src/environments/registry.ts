import { closestName } from '@rectify/activations';
import { timeLimit } from '../wrappers/timeLimit.js';
import { Acrobot } from './acrobot.js';
import { CartPole, type CartPoleOptions } from './cartPole.js';
import type { Environment } from './environment.js';
import { FallingFruit } from './fallingFruit.js';
import { MountainCar, type MountainCarOptions } from './mountainCar.js';

/** What the registry knows of an environment. */
export interface EnvironmentSpecification {
  /** Name and version, such as `CartPole-v1`. */
  readonly id: string;
  /** Makes the environment without a time limit; `options` are its own. */
  readonly create: (options: EnvironmentOptions) => Environment;
  /** Options that `create` reads; default none. */
  readonly optionNames?: readonly Exclude<keyof EnvironmentOptions, 'maxEpisodeSteps'>[];
  /** Steps after which an episode is truncated. */
  readonly maxEpisodeSteps: number;
  /** Mean return from which the task counts as solved. */
  readonly solvedReturn: number;
  /** Mean return of uniformly random actions: 0 on the scale of normalised returns. */
  readonly randomReturn: number;
  /** Mean return of a good agent: 1 on the scale of normalised returns. */
  readonly referenceReturn: number;
  /** Pace of a replay that is pleasant to watch, as in Gymnasium's `render_fps`. */
  readonly stepsPerSecond: number;
}

/** Options of `createEnvironment`: the time limit, and those of the environments. */
export interface EnvironmentOptions extends CartPoleOptions, MountainCarOptions {
  /** Steps after which an episode is truncated; default: the registered limit. */
  readonly maxEpisodeSteps?: number;
}

// Limits and thresholds: Gymnasium 1.3. Random returns: means of uniformly random play. References: the greedy agents of
// RL Baselines3 Zoo (its benchmark table: 500, -76.6, -100.8).
const builtIn: readonly EnvironmentSpecification[] = [
  {
    id: 'CartPole-v1',
    create: (options) => new CartPole(options),
    optionNames: ['suttonBartoReward'],
    maxEpisodeSteps: 500,
    solvedReturn: 475,
    randomReturn: 22.3,
    referenceReturn: 500,
    stepsPerSecond: 50,
  },
  {
    id: 'Acrobot-v1',
    create: () => new Acrobot(),
    maxEpisodeSteps: 500,
    solvedReturn: -100,
    randomReturn: -498.9,
    referenceReturn: -76.6,
    stepsPerSecond: 15,
  },
  {
    id: 'MountainCar-v0',
    create: (options) => new MountainCar(options),
    optionNames: ['goalVelocity'],
    maxEpisodeSteps: 200,
    solvedReturn: -110,
    randomReturn: -200,
    referenceReturn: -100.8,
    stepsPerSecond: 30,
  },
  // No published agents: solved at nine tenths of the best return, which is the reference.
  {
    id: 'FallingFruit-v0',
    create: () => new FallingFruit(),
    maxEpisodeSteps: 100,
    solvedReturn: 18,
    randomReturn: -1.8,
    referenceReturn: 20,
    stepsPerSecond: 8,
  },
];

const registry = new Map(builtIn.map((specification) => [specification.id, specification]));

/**
 * Makes an environment known by its id.
 *
 * @throws RangeError if the id is taken
 */
export function registerEnvironment(specification: EnvironmentSpecification): void {
  if (registry.has(specification.id)) {
    throw new RangeError(
      `registerEnvironment: "${specification.id}" exists; a changed behaviour needs a new version`,
    );
  }
  registry.set(specification.id, specification);
}

/** The ids that `createEnvironment` understands. */
export function environmentIds(): readonly string[] {
  return [...registry.keys()];
}

/**
 * What is known of an environment.
 *
 * @throws RangeError for an unknown id, with the known ones and the closest of them
 */
export function environmentSpecification(id: string): EnvironmentSpecification {
  const specification = registry.get(id);
  if (specification) return specification;
  const closest = closestName(id, environmentIds());
  const hint = closest === undefined ? '.' : `; did you mean "${closest}"?`;
  throw new RangeError(`unknown environment "${id}"${hint} Known: ${environmentIds().join(', ')}.`);
}

/**
 * Makes an environment with its time limit.
 *
 * @example
 * const environment = createEnvironment('CartPole-v1');
 * const { observation } = environment.reset(7);
 * const { reward, terminated, truncated } = environment.step(1);
 *
 * @throws RangeError for an unknown id, an option that the environment does not have, or a limit that is not a positive
 *   integer
 */
export function createEnvironment(id: string, options: EnvironmentOptions = {}): Environment {
  const specification = environmentSpecification(id);
  requireOwnOptions(specification, options);
  return timeLimit(specification.create(options), options.maxEpisodeSteps ?? specification.maxEpisodeSteps);
}

function requireOwnOptions(
  { id, optionNames = [] }: EnvironmentSpecification,
  options: EnvironmentOptions,
): void {
  const known: readonly string[] = ['maxEpisodeSteps', ...optionNames];
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new RangeError(`${id}: there is no option "${name}"; this environment takes ${known.join(', ')}`);
  }
}
