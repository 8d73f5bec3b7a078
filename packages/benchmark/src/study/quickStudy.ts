import type { Study } from './study.js';

/**
 * The study of the demo: the three rectifiers on both applications, small enough to watch. Three seeds are few:
 * the report says what they can't show.
 */
export const quickStudy: Study = {
  name: 'quick',
  question: 'ReLU, Leaky ReLU or PReLU?',
  arms: [
    { activation: 'relu' },
    // The default slope of PyTorch, JAX and ONNX.
    { activation: 'leaky_relu:0.01' },
    // Initial slope of He et al. 2015, section 2.1; learned per channel.
    { activation: 'prelu:0.25' },
  ],
  // The longer task first: a study then ends with short runs, and no core waits long for the last one.
  tasks: [
    // Passes over the training scenes: as many as fit the demo's minutes on two cores.
    { application: 'detector', data: 'digits', epochs: 5 },
    // Environment steps; RL Baselines3 Zoo trains CartPole for as many.
    { application: 'dqn', environment: 'CartPole-v1', steps: 50_000 },
  ],
  seeds: [0, 1, 2],
};
