// Run by flatMemory.test.ts: 10,000 updates, and 10,000 environment steps of a whole agent.
import { compileTdTrainer, createAgent } from '@rectify/dqn';
import { reportSizes, watchResidentSize } from '@rectify/golden/residentSize';
import { activation, adam, createEngine, dense, sequential } from '@rectify/nn';

const batchSize = 8;
const trainer = await compileTdTrainer(await createEngine('onnx'), {
  model: sequential([dense(16), activation('prelu'), dense(2)], { inputShape: [4], seed: 1 }),
  optimizer: adam(),
  batchSize,
  double: true,
  prioritized: true,
  huberDelta: 1,
  target: { tau: 0.01, targetUpdate: 1 },
});
const observations = Float32Array.from({ length: 4 * batchSize }, (_, index) => Math.sin(index));
const ones = new Float32Array(batchSize).fill(1);
const batch = {
  observations,
  actions: Int32Array.from({ length: batchSize }, (_, row) => row % 2),
  rewards: ones,
  nextObservations: observations,
  discounts: ones.map(() => 0.9),
  weights: ones,
};

const agent = await createAgent({
  environment: 'CartPole-v1',
  seed: 1,
  hiddenUnits: [16],
  batchSize,
  bufferCapacity: 1000,
  warmUpSteps: 100,
  evaluationEpisodes: 1,
});
/** Ends with an evaluation and an inspection. */
async function hundredSteps() {
  let last;
  for await (const event of agent.train({ steps: agent.step + 100 })) last = event;
  return last;
}

reportSizes({
  update: await watchResidentSize(() => trainer.step(batch), { warmUp: 2000, steps: 10_000 }),
  agent: await watchResidentSize(hundredSteps, { warmUp: 100, steps: 100 }),
});
