// The agent as users of TensorFlow.js write it: a loop that steps, acts through `predict`, remembers and minimizes.
import { createEnvironment, epsilonAt, ReplayBuffer } from '@rectify/dqn';
import { randomStream } from '@rectify/nn/random';
import type { LoadedTensorflow } from '@rectify/nn/tensorflow';
import { benchWeights } from '../cartPoleUpdate.js';
import { networkOfVariables } from '../tensorflowNetworks.js';
import { openTensorflowDqn } from '../tensorflowSystem.js';
import { type Moment, type Pace, paceBetween, SETTING, SETTLING_STEPS } from './setting.js';

/**
 * Trains one agent with TensorFlow.js, on this project's environment and replay.
 *
 * @param steps - measured steps
 */
export async function trainTensorflowAgent(
  tensorflow: LoadedTensorflow,
  steps: number,
  processorMs: () => number,
): Promise<Pace> {
  const dqn = openTensorflowDqn(tensorflow, await benchWeights(), networkOfVariables);
  const play = openPlay(dqn.act);
  const unmeasured = SETTING.randomSteps + SETTLING_STEPS;
  const total = unmeasured + steps;
  let start: Moment = { steps: 0, atMs: 0, processorMs: 0 };
  for (let step = 0; step < total; step++) {
    if (step === unmeasured) start = { steps: step, atMs: performance.now(), processorMs: processorMs() };
    play.step(step < SETTING.randomSteps ? 1 : epsilon(step, total));
    if (step < SETTING.randomSteps) continue;
    if (step % SETTING.stepsPerUpdate === 0) await dqn.update(play.sample());
    if (step % SETTING.stepsPerTargetCopy === 0) dqn.copyToTarget();
  }
  return paceBetween(start, { steps: total, atMs: performance.now(), processorMs: processorMs() });
}

function epsilon(step: number, total: number): number {
  const { initialEpsilon: start, finalEpsilon: end, explorationShare } = SETTING;
  return epsilonAt({ start, end, duration: explorationShare * total }, step);
}

/** Episode after episode, remembered. */
function openPlay(act: (observation: Float32Array) => number) {
  const random = randomStream(1);
  const [exploration, replay] = [random.split('exploration'), random.split('replay')];
  const environment = createEnvironment(SETTING.environment);
  const memory = new ReplayBuffer({
    capacity: SETTING.bufferCapacity,
    observationSize: SETTING.observationSize,
  });
  let { observation } = environment.reset(1);
  return {
    step: (epsilon: number): void => {
      const isRandom = exploration.uniform() < epsilon;
      const action = isRandom ? exploration.integer(SETTING.actions) : act(observation);
      const { observation: nextObservation, reward, terminated, truncated } = environment.step(action);
      const discount = terminated ? 0 : SETTING.discount;
      memory.add({ observation, action, reward, nextObservation, discount });
      observation = terminated || truncated ? environment.reset().observation : nextObservation;
    },
    sample: () => memory.sample(SETTING.batchSize, replay),
  };
}
