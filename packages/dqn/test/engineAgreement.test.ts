// The agent's own update on two libraries that share no kernel: the losses must stay together.
import { assertAllClose } from '@rectify/golden';
import { adam, createEngine, type Engine } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import { loadTfjsNode, TENSORFLOW_BACKENDS } from '@rectify/nn/tensorflow';
import { describe, it } from 'vitest';
import { createEnvironment, environmentSpecification } from '../src/environments/registry.js';
import { Learner } from '../src/learner.js';
import { agentSettings } from '../src/presets.js';
import { qNetwork } from '../src/qNetwork.js';
import { ReplayBuffer } from '../src/replay/replayBuffer.js';
import type { AgentSettings } from '../src/settings.js';
import { compileTdTrainer } from '../src/tdTrainer.js';

const UPDATES = 100;
const EXPERIENCES = 500;
const environmentId = 'CartPole-v1';

interface Variant extends Partial<AgentSettings> {
  readonly activation: string;
}

/** The loss of each update of a learner that remembers random play, moves of the target network included. */
async function losses(engine: Engine, { activation, ...given }: Variant): Promise<number[]> {
  const settings = agentSettings(environmentId, given);
  const { actionSpace, observationSpace } = createEnvironment(environmentId);
  const observationShape = observationSpace.shape;
  const model = qNetwork({
    ...settings,
    observationShape,
    activation,
    actionCount: actionSpace.size,
    seed: 3,
  });
  const optimizer = adam({ learningRate: settings.learningRate });
  const trainer = await compileTdTrainer(engine, { ...settings, target: settings, model, optimizer });
  const learner = new Learner({
    ...settings,
    trainer,
    memory: new ReplayBuffer({ capacity: EXPERIENCES, observationSize: model.inputShape[0] ?? 1 }),
    stream: randomStream(3).split('replay'),
    maxEpisodeSteps: environmentSpecification(environmentId).maxEpisodeSteps,
  });
  playAtRandom(learner);
  const found: number[] = [];
  for (let update = 0; update < UPDATES; update++) {
    await learner.learn(update / UPDATES);
    found.push(learner.takeSummary()?.loss ?? Number.NaN);
  }
  await trainer.dispose();
  return found;
}

function playAtRandom(learner: Learner): void {
  const environment = createEnvironment(environmentId);
  const stream = randomStream(3).split('actions');
  let { observation } = environment.reset(3);
  for (let step = 0; step < EXPERIENCES; step++) {
    const action = stream.integer(environment.actionSpace.size);
    const { observation: nextObservation, ...result } = environment.step(action);
    learner.remember({ ...result, observation, action, nextObservation });
    observation = result.terminated || result.truncated ? environment.reset().observation : nextObservation;
  }
}

const variants: Readonly<Record<string, Variant>> = {
  'of the preset with ReLU': { activation: 'relu' },
  'of double DQN with Leaky ReLU': { activation: 'leaky_relu:0.01', double: true },
  'of a duelling network with PReLU whose target follows softly': {
    activation: 'prelu',
    dueling: true,
    tau: 0.05,
    targetUpdate: 1,
  },
  'of double DQN with noisy layers': { activation: 'relu', double: true, noisy: true },
};

describe.each(TENSORFLOW_BACKENDS)('TensorFlow on the backend %s agrees with ONNX Runtime', (backend) => {
  for (const [name, variant] of Object.entries(variants)) {
    it(`over ${UPDATES} updates ${name}`, async ({ skip }) => {
      const absence = backend === 'native' ? loadTfjsNode().absence : undefined;
      if (absence !== undefined) skip(`tfjs-node does not load: ${absence}`);
      const expected = await losses(await createEngine('onnx', { threads: 1 }), variant);
      const actual = await losses(await createEngine('tensorflow', { backend }), variant);
      assertAllClose(actual, expected, { tolerance: { rtol: 1e-4, atol: 0 }, what: 'loss of update' });
    });
  }
});
