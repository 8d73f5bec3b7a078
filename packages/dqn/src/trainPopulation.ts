// Many trainings at once, their events in one stream.
import type { Agent, TrainOptions } from './agent.js';
import type { TrainingEvent } from './events.js';
import { requirePositiveInteger } from './requirements.js';

/** Options of `trainPopulation`. */
export interface PopulationTrainOptions extends TrainOptions {
  /** Once aborted, every agent stops after its next event: it can be saved then, and goes on at another call. */
  readonly signal?: AbortSignal;
}

/** The training of one member ended early, for instance by a `DivergenceError`; the others go on. */
export interface FailedEvent {
  readonly type: 'failed';
  /** Environment steps that it had taken. */
  readonly step: number;
  readonly error: unknown;
}

/** What happened, and to whom. */
export interface PopulationEvent {
  /** Seed of the agent. */
  readonly seed: number;
  readonly agent: Agent;
  readonly event: TrainingEvent | FailedEvent;
}

/**
 * Trains agents side by side, usually those of one `createPopulation`, and yields what happens to any of them. Each
 * agent's own events come in their order and are those of `Agent.train`; `finished` or `failed` is its last. Agents
 * that wait for each other's updates take turns whatever the order in which they are heard.
 *
 * Whoever stops listening stops the agents too, but each tells up to one event more, which is then lost: to save and
 * resume, abort the `signal` and listen to the end.
 *
 * @example
 * for await (const { seed, event } of trainPopulation(agents, { steps: 50_000 })) {
 *   if (event.type === 'evaluation') console.log(seed, event.step, event.meanReturn);
 * }
 *
 * @throws RangeError if `steps` is not a positive integer
 */
export async function* trainPopulation(
  agents: readonly Agent[],
  { signal, ...options }: PopulationTrainOptions = {},
): AsyncGenerator<PopulationEvent, void, void> {
  if (options.steps !== undefined) requirePositiveInteger('trainPopulation', 'steps', options.steps);
  const trainings = agents.map((agent) => ({ agent, events: agent.train(options) }));
  const arrivals = new Arrivals();
  const proceed = (training: Training): void => {
    if (signal?.aborted) void training.events.return();
    arrivals.expect(next(training));
  };
  let running = trainings.length;
  trainings.forEach(proceed);
  try {
    while (running > 0) {
      const { training, event, isLast } = await arrivals.take();
      if (event) yield { seed: training.agent.seed, agent: training.agent, event };
      if (isLast) running -= 1;
      else proceed(training);
    }
  } finally {
    await Promise.all(trainings.map(({ events }) => events.return()));
  }
}

interface Training {
  readonly agent: Agent;
  readonly events: AsyncGenerator<TrainingEvent, void, void>;
}

/** The next event of a training, if there is one. */
interface Arrival {
  readonly training: Training;
  readonly event?: TrainingEvent | FailedEvent;
  readonly isLast: boolean;
}

async function next(training: Training): Promise<Arrival> {
  try {
    const { done, value } = await training.events.next();
    return done ? { training, isLast: true } : { training, event: value, isLast: false };
  } catch (error) {
    return { training, event: { type: 'failed', step: training.agent.step, error }, isLast: true };
  }
}

/** Results in the order in which they come, whatever the order in which they were asked for. */
class Arrivals {
  readonly #arrived: Arrival[] = [];
  #wake: () => void = () => {};

  expect(arrival: Promise<Arrival>): void {
    void arrival.then((arrived) => {
      this.#arrived.push(arrived);
      this.#wake();
    });
  }

  async take(): Promise<Arrival> {
    for (let arrived = this.#arrived.shift(); ; arrived = this.#arrived.shift()) {
      if (arrived) return arrived;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
