// Claims C13 to C17 and C37: units that die.
import { above, arms, environments, smallestEffects } from '../arms.js';
import type { Claim } from '../claim.js';

const { relu, leaky, prelu } = arms;

/** The unit health of a deep network, trained with Adam at its default rate and at ten times that. */
const deepNetwork = {
  study: 'unit-health',
  aggregate: 'mean',
  tasks: [{ learningRate: 0.001 }, { learningRate: 0.01 }],
} as const;

/** Widths and depths at which the probability to be born dead is neither 0 nor 1. */
export const bornDeadSizes = [
  { width: 2, depth: 5 },
  { width: 3, depth: 20 },
  { width: 4, depth: 10 },
  { width: 4, depth: 30 },
] as const;

export const dyingUnits: readonly Claim[] = [
  {
    id: 'C13',
    kinds: ['mechanism'],
    articles: [
      '000_e2fc78b8bb23cd78.txt',
      '001_ae50df143ddb118b.txt',
      '002_ea86a01f51354bac.txt',
      '003_56e69ebaa4630674.txt',
    ],
    statement: {
      english: 'During training some ReLU units stay on negative input, get no gradient and stop learning.',
      chinese: '训练过程中，部分 ReLU 神经元的输入一直为负，得不到梯度，停止学习。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: [
        {
          ...deepNetwork,
          name: 'dead ReLU units at the end: deep network',
          tasks: [{ learningRate: 0.001 }],
          metric: 'deadShare',
          terms: [{ weight: 1, arms: [relu] }],
          rule: 'superior',
          smallestEffect: 0.01,
        },
        {
          name: 'dead ReLU units at the end: agents',
          study: 'agents',
          metric: 'deadShare',
          tasks: environments,
          terms: [{ weight: 1, arms: [relu] }],
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.01,
        },
        {
          name: 'dead ReLU units at the end: detectors',
          study: 'detectors',
          metric: 'deadShare',
          tasks: [{ data: 'digits' }],
          terms: [{ weight: 1, arms: [relu] }],
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.01,
        },
      ],
    },
  },
  {
    id: 'C14',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'A ReLU unit that has died may never fire again.',
      chinese: 'ReLU 神经元一旦死亡，可能永远不再激活。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...deepNetwork,
          name: 'dead ReLU units that fire again later (permanent as a rule?)',
          metric: 'revivals',
          terms: [{ weight: 1, arms: [relu] }],
          rule: 'never',
          smallestEffect: 0,
        },
      ],
    },
  },
  {
    id: 'C15',
    kinds: ['mechanism'],
    articles: [
      '000_e2fc78b8bb23cd78.txt',
      '001_ae50df143ddb118b.txt',
      '002_ea86a01f51354bac.txt',
      '003_56e69ebaa4630674.txt',
    ],
    statement: {
      english: 'Leaky ReLU removes the problem of dying units.',
      chinese: 'Leaky ReLU 解决了神经元死亡问题。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...deepNetwork,
          name: 'fall of the always negative share against ReLU',
          metric: 'deadShare',
          terms: above(relu, leaky),
          relativeTo: relu,
          rule: 'superior',
          smallestEffect: smallestEffects.risk,
        },
        {
          ...deepNetwork,
          name: 'fall of the dormant share (tau 0.025) against ReLU',
          metric: 'dormantShare',
          terms: above(relu, leaky),
          relativeTo: relu,
          rule: 'superior',
          smallestEffect: smallestEffects.risk,
        },
        {
          name: 'units pushed below 0 that come back, above ReLU',
          study: 'rescue',
          metric: 'recoveredShare',
          terms: above(leaky, relu),
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.1,
        },
      ],
    },
  },
  {
    id: 'C16',
    kinds: ['mechanism'],
    articles: ['001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: {
      english: 'With Leaky ReLU every unit is updated.',
      chinese: '使用 Leaky ReLU，每个神经元都会得到更新。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...deepNetwork,
          name: 'share of leaky units with a gradient of exactly 0',
          metric: 'zeroGradientUnits',
          terms: [{ weight: 1, arms: [leaky] }],
          rule: 'never',
          smallestEffect: 0,
        },
      ],
    },
  },
  {
    id: 'C17',
    kinds: ['mechanism'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'PReLU guarantees a gradient to every unit.',
      chinese: 'PReLU 保证每个神经元都有梯度。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...deepNetwork,
          name: 'learned slopes that reach 0 or change sign',
          metric: 'slopesAtOrBelowZero',
          terms: [{ weight: 1, arms: [prelu] }],
          rule: 'never',
          smallestEffect: 0,
        },
      ],
    },
  },
  {
    id: 'C37',
    kinds: ['mechanism'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU suits deep networks because their units do not die.',
      chinese: 'Leaky ReLU 适合深层网络，因为神经元不会死亡。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          name: 'networks born dead with ReLU, above leaky ReLU',
          study: 'born-dead',
          tasks: bornDeadSizes,
          metric: 'bornDeadShare',
          terms: above(relu, leaky),
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.1,
        },
        {
          name: 'ReLU follows 1 - (1 - 2^-width)^depth: less its distance from the formula',
          study: 'born-dead',
          tasks: bornDeadSizes,
          metric: 'distanceFromFormula',
          terms: [{ weight: -1, arms: [relu] }],
          aggregate: 'mean',
          rule: 'notWorse',
          smallestEffect: 0.05,
        },
      ],
    },
  },
];
