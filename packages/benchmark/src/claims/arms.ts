// The arms that claims speak of, and the contrasts that several of them share.
import type { Contrast, Term } from '../contrasts/contrast.js';
import type { RunFactors } from '../contrasts/observation.js';

/** The arms by the names that claims use. The exact slope is part of an arm's name. */
export const arms = {
  relu: { activation: 'relu' },
  leaky: { activation: 'leaky_relu:0.01' },
  /** darknet's slope. */
  leaky10: { activation: 'leaky_relu:0.1' },
  prelu: { activation: 'prelu:0.25' },
  elu: { activation: 'elu:1' },
  tanh: { activation: 'tanh' },
  sigmoid: { activation: 'sigmoid' },
} as const satisfies Record<string, RunFactors>;

/** The environments that decide claims about agents. */
export const environments: readonly RunFactors[] = [
  { environment: 'CartPole-v1' },
  { environment: 'Acrobot-v1' },
  { environment: 'MountainCar-v0' },
];

/** Smallest effects of interest where a claim names none. */
export const smallestEffects = {
  /** Of a return normalised so that random play is 0 and the reference agent 1. */
  normalizedReturn: 0.05,
  /** Relative, of a risk or a dispersion. */
  risk: 0.1,
  meanAveragePrecision: 0.01,
  /** Of a share of right answers. */
  accuracy: 0.01,
  /** Relative, of an error. */
  error: 0.05,
  /** Relative, of a time. */
  time: 0.05,
} as const;

/** What `better` reaches above `worse`. */
export function above(better: RunFactors, worse: RunFactors): Term[] {
  return [
    { weight: 1, arms: [better] },
    { weight: -1, arms: [worse] },
  ];
}

/** The score of an agent's final policy. */
export const agentScore = {
  study: 'agents',
  metric: 'normalizedReturn',
  tasks: environments,
  rule: 'superior',
  smallestEffect: smallestEffects.normalizedReturn,
} as const satisfies Partial<Contrast>;

/** Learning rates that ask too much of an agent on CartPole-v1: 4, 8 and 16 times the preset's. */
export const stressedRates = [0.0092, 0.0184, 0.0368] as const;

/** All learning rates of agents on CartPole-v1, the preset's first. */
export const agentLearningRates = [0.0023, ...stressedRates] as const;

/** The score of an agent's final policy where the learning rate is too high. */
export const stressedAgentScore = {
  ...agentScore,
  study: 'agent-learning-rates',
  tasks: stressedRates.map((learningRate) => ({ learningRate })),
} as const satisfies Partial<Contrast>;

/** mAP[.5:.95] of a detector on scenes of digits. */
export const detectorScore = {
  study: 'detectors',
  metric: 'meanAveragePrecision',
  tasks: [{ data: 'digits' }],
  rule: 'superior',
  smallestEffect: smallestEffects.meanAveragePrecision,
} as const satisfies Partial<Contrast>;

/** Share of right answers of an image classifier, plain and residual. */
export const classifierScore = {
  study: 'classifiers',
  metric: 'accuracy',
  tasks: [{ network: 'plain' }, { network: 'residual' }],
  rule: 'superior',
  smallestEffect: smallestEffects.accuracy,
} as const satisfies Partial<Contrast>;

/** Relative to ReLU's error, which is the lower the better: `terms` have the better arm last. */
export const regressionError = {
  study: 'regression',
  metric: 'error',
  tasks: [{ dimensions: 1 }, { dimensions: 8 }],
  rule: 'superior',
  relativeTo: arms.relu,
  smallestEffect: smallestEffects.error,
} as const satisfies Partial<Contrast>;
