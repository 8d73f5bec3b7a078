import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@rectify/nn';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Agent,
  type AgentOptions,
  createAgent,
  createEnvironment,
  DivergenceError,
  loadAgent,
  type TrainingEvent,
} from '../src/index.js';

/** Small enough for a fraction of a second, with every kind of event. */
const small = {
  environment: 'CartPole-v1',
  seed: 3,
  steps: 1500,
  hiddenUnits: [16],
  batchSize: 16,
  bufferCapacity: 700,
  warmUpSteps: 200,
  stepsPerEvaluation: 600,
  evaluationEpisodes: 3,
} satisfies AgentOptions;

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const collected: TrainingEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

const withoutTime = (events: readonly TrainingEvent[]) =>
  events.map((event) => ('wallSeconds' in event ? { ...event, wallSeconds: 0 } : event));

const online = (agent: Agent) => {
  const { tensors } = agent.checkpoint();
  return Object.fromEntries(
    Object.entries(tensors).filter(([name]) => !/^(target|optimizer|replay|diagnosis)\./.test(name)),
  );
};

describe('an agent', () => {
  afterEach(() => vi.restoreAllMocks());

  it('tells episodes, updates, evaluations and the end, in order', async () => {
    const agent = await createAgent(small);
    const events = await collect(agent.train());
    const episodes = events.filter((event) => event.type === 'episode');
    expect(episodes.map(({ episode }) => episode)).toEqual(episodes.map((_, index) => index + 1));
    expect(episodes.every((event) => event.return === event.length)).toBe(true);
    expect(events.filter(({ type }) => type === 'update').map(({ step }) => step)).toEqual([500, 1000, 1500]);
    expect(events.filter(({ type }) => type === 'evaluation').map(({ step }) => step)).toEqual([
      600, 1200, 1500,
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'finished',
      step: 1500,
      episodes: episodes.length,
      updates: (1500 - 200) / agent.settings.trainFrequency,
    });
    expect(events.map(({ step }) => step)).toEqual(events.map(({ step }) => step).toSorted((a, b) => a - b));
  });

  it('gives one stream of events for one seed, and another for another', async () => {
    const run = async (seed: number) =>
      withoutTime(await collect((await createAgent({ ...small, seed })).train()));
    const events = await run(3);
    expect(await run(3)).toEqual(events);
    expect(await run(4)).not.toEqual(events);
  });

  it('draws nothing from Math.random', async () => {
    const expected = withoutTime(await collect((await createAgent(small)).train()));
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called');
    });
    expect(withoutTime(await collect((await createAgent(small)).train()))).toEqual(expected);
  });

  it('starts with the same luck whatever the activation', async () => {
    const firstEpisode = async (activation: string) => {
      const agent = await createAgent({ ...small, activation, steps: 199 });
      return (await collect(agent.train())).filter(({ type }) => type === 'episode');
    };
    expect(await firstEpisode('prelu')).toEqual(await firstEpisode('relu'));
  });

  it('moves the online network with an update, and the target network only when it is copied', async () => {
    const agent = await createAgent({ ...small, steps: 205, trainFrequency: 1, targetUpdate: 5 });
    const target = () => [...(agent.checkpoint().tensors['target.parameters']?.data ?? [])];
    const before = { online: online(agent), target: target() };
    await collect(agent.train({ steps: 204 }));
    expect(agent.updates).toBe(4);
    expect(online(agent)).not.toEqual(before.online);
    expect(target()).toEqual(before.target);
    await collect(agent.train({ steps: 205 }));
    expect(target()).toEqual(Object.values(online(agent)).flatMap(({ data }) => [...data]));
  });

  it('evaluates without touching the training', async () => {
    const undisturbed = withoutTime(await collect((await createAgent(small)).train()));
    const agent = await createAgent(small);
    const events: TrainingEvent[] = [];
    for await (const event of agent.train()) {
      events.push(event);
      if (event.type === 'update') await agent.evaluate({ episodes: 2, seed: event.step });
    }
    expect(withoutTime(events)).toEqual(undisturbed);
  });

  it('evaluates every episode as if it were alone', async () => {
    const agent = await createAgent({ ...small, steps: 400 });
    await collect(agent.train());
    const { returns, meanReturn, episodes } = await agent.evaluate({ episodes: 5, seed: 11 });
    expect(episodes).toBe(5);
    expect(meanReturn).toBeCloseTo(returns.reduce((sum, value) => sum + value) / 5, 12);
    expect((await agent.evaluate({ episodes: 2, seed: 11 })).returns).toEqual(returns.slice(0, 2));
    expect((await agent.evaluate({ episodes: 5, seed: 12 })).returns).not.toEqual(returns);
  });

  it('compares what it expects with what it gets', async () => {
    // One step ahead without a future, the value of every state is the reward, 1.
    const agent = await createAgent({ ...small, discount: 0, nStep: 1, steps: 3000, learningRate: 0.01 });
    const events = await collect(agent.train());
    const { meanDiscountedReturn, meanInitialQ } = await agent.evaluate({ episodes: 3 });
    expect(meanDiscountedReturn).toBe(1);
    expect(meanInitialQ).toBeCloseTo(1, 1);
    const last = events.findLast(({ type }) => type === 'update');
    expect(last).toMatchObject({ meanQ: expect.closeTo(1, 1), maximumQ: expect.closeTo(1, 1) });
  });

  it('tells how the updates went', async () => {
    const agent = await createAgent({ ...small, targetUpdate: 10_000 });
    const updates = (await collect(agent.train())).filter((event) => event.type === 'update');
    for (const { lossQuantiles, tdErrorQuantiles, loss, maximumQ, meanQ } of updates) {
      expect(lossQuantiles.q05).toBeLessThanOrEqual(lossQuantiles.q50);
      expect(lossQuantiles.q50).toBeLessThanOrEqual(lossQuantiles.q95);
      expect(tdErrorQuantiles.q05).toBeLessThan(tdErrorQuantiles.q95);
      expect(loss).toBeGreaterThan(0);
      expect(maximumQ).toBeGreaterThan(meanQ);
    }
    // The target stays where both began.
    const drift = updates.map(({ targetDrift }) => targetDrift);
    expect(drift).toEqual(drift.toSorted((a, b) => a - b));
    const { tensors } = agent.checkpoint();
    const numbers = Object.values(online(agent)).flatMap(({ data }) => [...data]);
    const target = tensors['target.parameters']?.data ?? [];
    const distance = Math.hypot(...numbers.map((number, index) => number - (target[index] as number)));
    expect(drift.at(-1)).toBeCloseTo(distance, 5);
    expect(updates.at(-1)?.parameterNorm).toBeCloseTo(Math.hypot(...numbers), 5);
  });

  it('acts with the action of highest value', async () => {
    const agent = await createAgent(small);
    const { observation } = createEnvironment('CartPole-v1').reset(1);
    expect([0, 1]).toContain(await agent.act(observation));
    await expect(agent.act(new Float32Array(3))).rejects.toThrow(
      'act: an observation of CartPole-v1 has 4 numbers, got 3',
    );
  });

  it('explores by its noise where it has some, and acts without it outside of the training', async () => {
    const agent = await createAgent({ ...small, noisy: true, dueling: true, steps: 600 });
    const episodes = (await collect(agent.train())).filter((event) => event.type === 'episode');
    expect(episodes.at(-1)?.epsilon).toBe(0);
    const { observation } = createEnvironment('CartPole-v1').reset(1);
    const actions = await Promise.all(Array.from({ length: 50 }, () => agent.act(observation)));
    expect(new Set(actions).size).toBe(1);
    expect(await agent.evaluate({ episodes: 3 })).toEqual(await agent.evaluate({ episodes: 3 }));
  });

  it('inspects its units and slopes', async () => {
    const agent = await createAgent({ ...small, activation: 'prelu:0.1', hiddenUnits: [8, 4] });
    const { unitHealth, learnedSlopes } = await agent.inspect();
    expect(unitHealth.map(({ units }) => units)).toEqual([8, 4]);
    for (const { mean, min, max } of learnedSlopes) {
      for (const slope of [mean, min, max]) expect(slope).toBeCloseTo(0.1, 6);
    }
    expect((await (await createAgent(small)).inspect()).learnedSlopes).toEqual([]);
  });

  it('tells the distribution of its pre-activations on the same probe', async () => {
    const agent = await createAgent({ ...small, activation: 'prelu' });
    const layers = await agent.inspectLayers();
    const histograms = await agent.preActivationHistograms();
    expect(histograms.map(({ layer }) => layer)).toEqual(layers.map(({ layer }) => layer));
    for (const [place, { shares }] of histograms.entries()) {
      const positive = shares.slice(shares.length / 2).reduce((sum, share) => sum + share, 0);
      expect(positive).toBeCloseTo(layers[place]?.health.positiveShare ?? Number.NaN, 9);
    }
  });

  it('leaves gradients as they are with a maximumGradientNorm of 0: as with a limit that none reaches', async () => {
    const run = async (maximumGradientNorm: number) => {
      const agent = await createAgent({ ...small, maximumGradientNorm });
      return { events: withoutTime(await collect(agent.train())), network: online(agent) };
    };
    const unlimited = await run(0);
    expect(await run(1e9)).toEqual(unlimited);
    expect(await run(1e-3)).not.toEqual(unlimited);
  });

  it.each(['relu', 'leaky_relu:0.1', 'prelu'])(
    'learns the same bits on two threads as on one with %s',
    async (activation) => {
      const run = async (threads: number) => {
        const engine = await createEngine('onnx', { threads });
        const work = { ...small, steps: 700, hiddenUnits: [120, 84], batchSize: 128 };
        const agent = await createAgent({ ...work, activation, engine });
        return { events: withoutTime(await collect(agent.train())), network: online(agent) };
      };
      expect(await run(2)).toEqual(await run(1));
    },
  );

  it('describes itself', async () => {
    const agent = await createAgent({ ...small, activation: 'leaky_relu' });
    expect(agent.activation).toBe('leaky_relu:0.01');
    expect(agent.parameterCount).toBe(4 * 16 + 16 + 16 * 2 + 2);
    expect(agent.summary()).toContain('leaky_relu:0.01');
  });

  it.each([
    [{ environment: 'CartPole-v2' }, 'unknown environment "CartPole-v2"; did you mean "CartPole-v1"?'],
    [{ seed: 1.5 }, 'agent: seed must be an integer from 0 to 2^53 - 1, got 1.5'],
    [{ seed: -1 }, 'agent: seed must be an integer'],
    [{ learningRate: Number.NaN }, 'agent: learningRate must be a positive finite number, got NaN'],
    [{ observationScale: [1, 1] }, 'agent: observationScale must have 1 or 4 numbers, got 2'],
    [{ activation: 'leakyrelu' }, 'did you mean "leaky_relu"'],
  ])('refuses %j', async (given, message) => {
    await expect(createAgent({ ...small, ...given })).rejects.toThrow(message);
  });

  it('stops when its numbers leave the finite', async () => {
    const agent = await createAgent({ ...small, learningRate: 1e30 });
    await expect(collect(agent.train())).rejects.toThrow(DivergenceError);
  });

  it('refuses a training without steps, and two at once', async () => {
    const agent = await createAgent(small);
    await expect(agent.train({ steps: 0.5 }).next()).rejects.toThrow(
      'train: steps must be a positive integer, got 0.5',
    );
    const first = agent.train();
    await first.next();
    await expect(agent.train().next()).rejects.toThrow('this agent is being trained already');
    await first.return();
    expect((await agent.train().next()).done).toBe(false);
    await expect(agent.evaluate({ episodes: 0 })).rejects.toThrow(
      'evaluate: episodes must be a positive integer, got 0',
    );
  });
});

describe('a saved agent', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-agent-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** Saves on the event of this number, loads, trains on, and returns all events. */
  async function interrupted(options: AgentOptions, at: number): Promise<TrainingEvent[]> {
    const agent = await createAgent(options);
    const events: TrainingEvent[] = [];
    for await (const event of agent.train()) {
      events.push(event);
      if (events.length === at) break;
    }
    await agent.save(directory);
    const resumed = await loadAgent(directory);
    return [...events, ...(await collect(resumed.train()))];
  }

  async function resumedFrom(options: AgentOptions, at: number): Promise<Agent> {
    const agent = await createAgent(options);
    let count = 0;
    for await (const _ of agent.train()) if (++count === at) break;
    await agent.save(directory);
    const resumed = await loadAgent(directory);
    await collect(resumed.train());
    return resumed;
  }

  it('goes on as if it had not stopped, from whichever event', async () => {
    const options = { ...small, activation: 'prelu' };
    const uninterrupted = withoutTime(await collect((await createAgent(options)).train()));
    const evaluation = uninterrupted.findIndex(({ type }) => type === 'evaluation') + 1;
    for (const at of [1, 15, evaluation - 1, evaluation]) {
      expect(withoutTime(await interrupted(options, at))).toEqual(uninterrupted);
    }
  });

  it('is described beside its tensors', async () => {
    const agent = await createAgent(small);
    await collect(agent.train({ steps: 300 }));
    await agent.save(directory);
    const description = JSON.parse(await readFile(join(directory, 'checkpoint.json'), 'utf8'));
    expect(description).toMatchObject({
      identity: { environment: 'CartPole-v1', activation: 'relu', seed: 3 },
      training: { step: 300 },
    });
  });

  it.each([
    { prioritized: true, double: true, dueling: true },
    { noisy: true, prioritized: true, double: true, dueling: true, nStep: 3 },
    { noisy: true, hiddenUnits: [128, 80], steps: 500 },
    { prioritized: true, tau: 0.01, targetUpdate: 1, trainFrequency: 4, gradientSteps: 3 },
    { nStep: 5, bufferCapacity: 150, tau: 0.5, targetUpdate: 7 },
  ])('goes on as if it had not stopped with %j', async (variant) => {
    const options = { ...small, steps: 900, ...variant };
    const uninterrupted = await createAgent(options);
    const events = withoutTime(await collect(uninterrupted.train()));
    expect(withoutTime(await interrupted(options, 17))).toEqual(events);
    await (await resumedFrom(options, 17)).save(directory);
    const { tensors } = (await loadAgent(directory)).checkpoint();
    expect(tensors).toEqual(uninterrupted.checkpoint().tensors);
  });

  it('says what is wrong with a checkpoint', async () => {
    await expect(loadAgent(directory)).rejects.toThrow('no such file');
    await writeFile(join(directory, 'checkpoint.safetensors'), 'nothing of the kind');
    await expect(loadAgent(directory)).rejects.toThrow('checkpoint.safetensors');
    const agent = await createAgent(small);
    const { tensors, metadata } = agent.checkpoint();
    expect(() => agent.restore({ tensors, metadata: {} })).toThrow(
      'checkpoint: it holds no agent, only tensors',
    );
    const { 'replay.added': _, ...incomplete } = tensors;
    expect(() => agent.restore({ tensors: incomplete, metadata })).toThrow('"replay.added" is missing');
    const other = await createAgent({ ...small, activation: 'leaky_relu' });
    expect(() => other.restore({ tensors, metadata })).toThrow(
      /the weights were trained with .*relu, the model uses .*leaky_relu:0.01/,
    );
  });
});
