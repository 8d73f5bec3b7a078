import { createAgent, createPopulation, trainPopulation } from '@rectify/dqn';
import { createEngine } from '@rectify/nn';
import { agentOptions, type Moment, type Pace, paceBetween, SETTING, SETTLING_STEPS } from './setting.js';

/** Events come at least this often. */
const STEPS_BETWEEN_EVENTS = 500;

/** What is trained. */
export interface AgentWork {
  /** 1 for an agent, more for a population. */
  readonly members: number;
  /** Threads inside one operation. */
  readonly threads: number;
  /** Measured steps of each agent. */
  readonly steps: number;
}

/** Trains this project's agents, with the diagnosis that every training has. */
export async function trainAgents(
  { members, threads, steps }: AgentWork,
  processorMs: () => number,
): Promise<Pace> {
  const unmeasured = SETTING.randomSteps + SETTLING_STEPS;
  // The last step would be evaluated: the measured ones end before it.
  const settings = agentOptions(unmeasured + steps + 2 * STEPS_BETWEEN_EVENTS);
  const options = { ...settings, engine: await createEngine('onnx', { threads }) };
  const agents =
    members === 1
      ? [await createAgent({ ...options, seed: 0 })]
      : await createPopulation({ ...options, seeds: [...Array(members).keys()] });
  const stepsTaken = (): number => agents.reduce((sum, agent) => sum + agent.step, 0);
  // The processor's clock is a system call, too dear to be read at every event.
  const moment = (steps: number): Moment => ({
    steps,
    atMs: performance.now(),
    processorMs: processorMs(),
  });
  let start: Moment | undefined;
  for await (const { event } of trainPopulation(agents)) {
    if (event.type === 'failed') throw event.error;
    const taken = stepsTaken();
    if (start === undefined && taken >= members * unmeasured) start = moment(taken);
    if (start !== undefined && taken - start.steps >= members * steps)
      return paceBetween(start, moment(taken));
  }
  throw new Error('the training ended before its measured steps did');
}
