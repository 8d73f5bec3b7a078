// A population trains each agent as if it were alone.
import { assertAllClose } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  type Agent,
  createAgent,
  createPopulation,
  DivergenceError,
  type PopulationEvent,
  type PopulationOptions,
  type PopulationTrainOptions,
  trainPopulation,
} from '../src/index.js';

const small = {
  environment: 'CartPole-v1',
  activation: 'prelu',
  hiddenUnits: [16, 12],
  batchSize: 16,
  bufferCapacity: 700,
  warmUpSteps: 200,
  steps: 1200,
  stepsPerEvaluation: 600,
  evaluationEpisodes: 3,
} satisfies Partial<PopulationOptions>;

async function listen(
  agents: readonly Agent[],
  options?: PopulationTrainOptions,
): Promise<Map<number, PopulationEvent['event'][]>> {
  const events = new Map<number, PopulationEvent['event'][]>(agents.map(({ seed }) => [seed, []]));
  for await (const { seed, event } of trainPopulation(agents, options)) events.get(seed)?.push(event);
  return events;
}

const withoutTime = (events: readonly PopulationEvent['event'][] = []) =>
  events.map((event) => ('wallSeconds' in event ? { ...event, wallSeconds: 0 } : event));

const tensorsOf = (agent: Agent) => {
  const { tensors } = agent.checkpoint();
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data, Number)]),
  );
};

/** Gives an agent weights that are no numbers: its first loss is none either. */
function spoil(agent: Agent): void {
  const { tensors, metadata } = agent.checkpoint();
  const spoilt = Object.entries(tensors).map(([name, { shape, data }]) => [
    name,
    { shape, data: name.endsWith('.weight') ? new Float32Array(data.length).fill(Number.NaN) : data },
  ]);
  agent.restore({ tensors: Object.fromEntries(spoilt), metadata });
}

describe('a population', () => {
  it.each([{}, { noisy: true, double: true, dueling: true }])(
    'draws for every agent what it draws alone, and its numbers are close, with %j',
    async (variant) => {
      // Few updates: from then on a rounding may tip an action, after which two lives are no longer the same.
      const options = { ...small, ...variant, steps: 260 };
      const agents = await createPopulation({ ...options, seeds: [3, 4, 5] });
      await listen(agents);
      for (const agent of agents) {
        const single = await createAgent({ ...options, seed: agent.seed });
        for await (const _ of single.train());
        expect(agent.updates).toBe(single.updates);
        const expected = tensorsOf(single);
        for (const [name, values] of Object.entries(tensorsOf(agent))) {
          assertAllClose(values, expected[name] ?? [], {
            tolerance: { rtol: 1e-4, atol: 1e-5 },
            what: `${name} of seed ${agent.seed}`,
          });
        }
      }
    },
  );

  it('gives the same bits whoever shares the runs', async () => {
    const events = async (order: number[]) => {
      const agents = await createPopulation({ ...small, seeds: [3, 4, 5] });
      const chosen = agents.filter(({ seed }) => order.includes(seed));
      return { all: await listen(chosen), tensors: chosen.map(tensorsOf) };
    };
    const together = await events([3, 4, 5]);
    const alone = await events([4]);
    expect(withoutTime(alone.all.get(4))).toEqual(withoutTime(together.all.get(4)));
    expect(alone.tensors[0]).toEqual(together.tensors[1]);
  });

  it('goes on without an agent that fails, and says whose training it was and why', async () => {
    const [alone] = await createPopulation({ ...small, seeds: [3, 4] });
    const expected = await listen([alone as Agent]);
    const agents = await createPopulation({ ...small, seeds: [3, 4] });
    spoil(agents[1] as Agent);
    const events = await listen(agents);
    const failure = events.get(4)?.at(-1);
    expect(failure).toMatchObject({ type: 'failed', step: small.warmUpSteps + 2 });
    expect(failure).toHaveProperty('error', expect.any(DivergenceError));
    expect(withoutTime(events.get(3))).toEqual(withoutTime(expected.get(3)));
  });

  it('does not wait for an agent that is not trained, and leaves it as it is', async () => {
    const agents = await createPopulation({ ...small, seeds: [3, 4], stepsPerEvaluation: 10_000 });
    const [first, second] = agents as [Agent, Agent];
    const before = tensorsOf(second);
    await listen([first], { steps: 400 });
    expect(tensorsOf(second)).toEqual(before);
    await listen(agents, { steps: 400 });
    expect([first.updates, second.updates]).toEqual([100, 100]);
    await first.dispose();
    await listen([second], { steps: 450 });
    expect([first.updates, second.updates]).toEqual([100, 125]);
  });

  it('refuses no seeds, one twice, and a number of steps that is none', async () => {
    await expect(createPopulation({ ...small, seeds: [] })).rejects.toThrow('needs at least one seed');
    await expect(createPopulation({ ...small, seeds: [1, 2, 1] })).rejects.toThrow('got 1 twice');
    await expect(trainPopulation([], { steps: 0.5 }).next()).rejects.toThrow(
      'trainPopulation: steps must be a positive integer, got 0.5',
    );
  });
});

describe('a population that is stopped', () => {
  it('is left with every agent at an event, and goes on as if it had not been', async () => {
    const seeds = [3, 4];
    const unbroken = await createPopulation({ ...small, seeds });
    const expected = await listen(unbroken);
    const stopped = await createPopulation({ ...small, seeds });
    const controller = new AbortController();
    const before = new Map<number, PopulationEvent['event'][]>(seeds.map((seed) => [seed, []]));
    for await (const { seed, event } of trainPopulation(stopped, { signal: controller.signal })) {
      before.get(seed)?.push(event);
      if (event.step > 500) controller.abort();
    }
    expect(stopped.map(({ step }) => step < small.steps)).toEqual([true, true]);
    const resumed = await createPopulation({ ...small, seeds });
    for (const [index, agent] of resumed.entries()) agent.restore((stopped[index] as Agent).checkpoint());
    const after = await listen(resumed);
    for (const seed of seeds) {
      expect(withoutTime([...(before.get(seed) ?? []), ...(after.get(seed) ?? [])])).toEqual(
        withoutTime(expected.get(seed)),
      );
    }
    expect(resumed.map(tensorsOf)).toEqual(unbroken.map(tensorsOf));
  });

  it('does not hang when nobody listens any more', async () => {
    const agents = await createPopulation({ ...small, seeds: [3, 4] });
    for await (const { event } of trainPopulation(agents)) if (event.type === 'update') break;
    expect(withoutTime((await listen(agents)).get(4)).at(-1)).toMatchObject({ type: 'finished', step: 1200 });
  });
});
