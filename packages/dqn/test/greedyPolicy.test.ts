import { createEngine, createModelState } from '@rectify/nn';
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { expect, it } from 'vitest';
import { GreedyPolicy } from '../src/greedyPolicy.js';
import { qNetwork } from '../src/qNetwork.js';

const engine = await createEngine('onnx');

function policyOf(hiddenUnits: readonly number[], noise?: RandomStream) {
  const model = qNetwork({
    convolutionFilters: [],
    hiddenUnits,
    dueling: false,
    noisy: noise !== undefined,
    observationShape: [4],
    observationScale: [1],
    activation: 'leaky_relu:0.1',
    actionCount: 3,
    seed: 4,
  });
  const state = createModelState(engine, model);
  return { state, policy: new GreedyPolicy(engine, { model, state, noise }) };
}

const observations = Array.from({ length: 50 }, (_, row) => {
  return randomStream(row).fillUniform(new Float32Array(4));
});
const batch = Float32Array.from(observations.flatMap((observation) => [...observation]));

it.each([
  { hiddenUnits: [120, 84], answer: 'at once' },
  { hiddenUnits: [160, 120], answer: 'as a promise' },
])('answers for one observation $answer with hidden layers of $hiddenUnits, as for many', async (example) => {
  const { policy, state } = policyOf(example.hiddenUnits);
  const answers = observations.map((observation) => policy.actOnce(observation));
  expect(answers.every((answer) => answer instanceof Promise)).toBe(example.answer === 'as a promise');
  const before = await Promise.all(answers);
  expect(before).toEqual([...(await policy.act(batch))]);

  state.parameters.write(state.parameters.read().map((parameter) => -parameter));
  policy.parametersChanged();
  const after = await Promise.all(observations.map((observation) => policy.actOnce(observation)));
  expect(after).toEqual([...(await policy.act(batch))]);
  expect(after).not.toEqual(before);
  await policy.dispose();
});

it.each([
  { hiddenUnits: [16], answer: 'at once' },
  { hiddenUnits: [160, 120], answer: 'as a promise' },
])(
  'draws its weights anew for each answer, $answer, from the stream of its noise',
  async ({ hiddenUnits }) => {
    const stream = randomStream(1);
    const start = stream.state();
    const { policy } = policyOf(hiddenUnits, stream);
    const [observation = new Float32Array(4)] = observations;
    const answers = async () => {
      const actions: number[] = [];
      for (let question = 0; question < 50; question++) actions.push(await policy.actOnce(observation));
      return actions;
    };
    const first = await answers();
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(await answers()).not.toEqual(first);
    stream.restore(start);
    expect(await answers()).toEqual(first);
    await policy.dispose();
  },
);
