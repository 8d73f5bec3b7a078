// The agent's own update on two libraries that share no kernel: the losses must stay together.
import { assertAllClose } from '@rectify/golden';
import { adam, createEngine, type Engine } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import { loadTfjsNode, TENSORFLOW_BACKENDS } from '@rectify/nn/tensorflow';
import { describe, it } from 'vitest';
import { createEnvironment } from '../src/environments/registry.js';
import { compileTdTrainer, Learner } from '../src/learner.js';
import { agentSettings } from '../src/presets.js';
import { qNetwork } from '../src/qNetwork.js';

const UPDATES = 100;
const EXPERIENCES = 500;
const settings = agentSettings('CartPole-v1', { doubleQ: true });

/** The loss of each update of a learner that remembers random play, target copies included. */
async function losses(engine: Engine, activation: string): Promise<number[]> {
  const model = qNetwork({ ...settings, activation, actionCount: 2, seed: 3 });
  const optimizer = adam({ learningRate: settings.learningRate });
  const trainer = await compileTdTrainer(engine, { ...settings, model, optimizer });
  const learner = new Learner({ ...settings, trainer, stream: randomStream(3).split('replay') });
  playAtRandom(learner);
  const found: number[] = [];
  for (let update = 0; update < UPDATES; update++) {
    await learner.learn();
    found.push(learner.takeMeans()?.loss ?? Number.NaN);
  }
  await trainer.dispose();
  return found;
}

function playAtRandom(learner: Learner): void {
  const environment = createEnvironment('CartPole-v1');
  const stream = randomStream(3).split('actions');
  let { observation } = environment.reset(3);
  for (let step = 0; step < EXPERIENCES; step++) {
    const action = stream.integer(environment.actionSpace.size);
    const { observation: nextObservation, ...result } = environment.step(action);
    learner.remember({ ...result, observation, action, nextObservation });
    observation = result.terminated || result.truncated ? environment.reset().observation : nextObservation;
  }
}

describe.each(TENSORFLOW_BACKENDS)('TensorFlow on the backend %s agrees with ONNX Runtime', (backend) => {
  for (const activation of ['relu', 'leaky_relu:0.01', 'prelu']) {
    it(`over ${UPDATES} updates with ${activation}`, async ({ skip }) => {
      const absence = backend === 'native' ? loadTfjsNode().absence : undefined;
      if (absence !== undefined) skip(`tfjs-node does not load: ${absence}`);
      const expected = await losses(await createEngine('onnx', { threads: 1 }), activation);
      const actual = await losses(await createEngine('tensorflow', { backend }), activation);
      assertAllClose(actual, expected, { tolerance: { rtol: 1e-4, atol: 0 }, what: 'loss of update' });
    });
  }
});
