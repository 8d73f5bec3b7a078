// Claims C44 to C51: which slope, and whether to learn it.

import type { Contrast } from '../../contrasts/contrast.js';
import { above, agentScore, arms, detectorScore } from '../arms.js';
import { checkPositiveOutputs, checkPreluParameters } from '../checks/slope.js';
import type { Claim } from '../claim.js';
import { signedTasks } from '../signedTasks.js';

const { relu, leaky, prelu, elu, tanh } = arms;

/** The slopes of the sweep; 0 is ReLU, 1 a linear network. */
export const sweptSlopes = [0, 0.001, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1] as const;

const slopeArms = sweptSlopes.map((slope) => ({ activation: `leaky_relu:${slope}` }));
const ordinarySlopeArms = slopeArms.filter((_, index) => {
  const slope = sweptSlopes[index] as number;
  return slope >= 0.001 && slope <= 0.3;
});

/** The sweep's score: share of right answers of small networks on a small training set. */
const slopeScore = { study: 'slopes', metric: 'accuracy', rule: 'superior', smallestEffect: 0.05 } as const;

/** The agents' part of the sweep. */
const agentSlopeScore = { ...slopeScore, study: 'agent-slopes', metric: 'normalizedReturn' } as const;

const both: readonly Pick<Contrast, 'study' | 'metric' | 'rule' | 'smallestEffect'>[] = [
  slopeScore,
  agentSlopeScore,
];

export const slope: readonly Claim[] = [
  {
    id: 'C44',
    kinds: ['comparison'],
    articles: [
      '000_e2fc78b8bb23cd78.txt',
      '001_ae50df143ddb118b.txt',
      '002_ea86a01f51354bac.txt',
      '003_56e69ebaa4630674.txt',
    ],
    statement: { english: '0.01 (or 0.1) is a sensible slope.', chinese: '0.01（或 0.1）是合理的斜率。' },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: both.map((score) => ({
        ...score,
        name: `0.01 not worse than the best slope: ${score.study}`,
        terms: [
          { weight: 1, arms: [leaky] },
          { weight: -1, arms: slopeArms },
        ],
        rule: 'notWorse',
      })),
    },
  },
  {
    id: 'C45',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'The slope has to be tuned; a wrong one hurts.',
      chinese: '斜率需要调参，选择不当会损害性能。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: both.map((score) => ({
        ...score,
        name: `spread of scores over slopes 0.001 to 0.3: ${score.study}`,
        terms: [
          { weight: 1, arms: ordinarySlopeArms },
          { weight: -1, arms: ordinarySlopeArms, pick: 'lowest' as const },
        ],
      })),
    },
  },
  {
    id: 'C46',
    kinds: ['comparison'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: { english: 'A large slope overfits.', chinese: '斜率过大会导致过拟合。' },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...slopeScore,
          name: 'training less validation accuracy, slope 0.5 above 0.01',
          metric: 'generalizationGap',
          terms: above({ activation: 'leaky_relu:0.5' }, leaky),
          smallestEffect: 0.01,
        },
      ],
    },
  },
  {
    id: 'C47',
    kinds: ['exact'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'The slope must be small so as not to disturb positive activations.',
      chinese: '斜率要小，以免影响正值激活。',
    },
    test: { by: 'check', check: checkPositiveOutputs },
  },
  {
    id: 'C48',
    kinds: ['practice', 'comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'Find the slope by grid or random search.',
      chinese: '通过网格搜索或随机搜索确定斜率。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: both.map((score) => ({
        ...score,
        name: `slope chosen on half of the seeds above 0.01, on the other half: ${score.study}`,
        terms: [
          { weight: 1, arms: slopeArms },
          { weight: -1, arms: [leaky] },
        ],
        choose: 'on half of the seeds' as const,
        smallestEffect: 0.01,
      })),
    },
  },
  {
    id: 'C49',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt'],
    statement: {
      english: 'PReLU finds a better slope and beats ReLU and Leaky ReLU.',
      chinese: 'PReLU 能学到更好的斜率，优于 ReLU 和 Leaky ReLU。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [agentScore, detectorScore].map((score) => ({
        ...score,
        name: `PReLU above the better of ReLU and leaky: ${score.study}`,
        terms: [
          { weight: 1, arms: [prelu] },
          { weight: -1, arms: [relu, leaky] },
        ],
      })),
    },
  },
  {
    id: 'C50',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: { english: 'PReLU adds parameters.', chinese: 'PReLU 增加了参数。' },
    test: { by: 'check', check: checkPreluParameters },
  },
  {
    id: 'C51',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'For more use of negative values take ELU or tanh; to learn the slope take PReLU.',
      chinese: '若要更多利用负值，选 ELU 或 tanh；若要学习斜率，选 PReLU。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [elu, tanh, prelu].map((arm) => ({
        ...signedTasks,
        name: `error of leaky above ${arm.activation}, relative`,
        terms: above(leaky, arm),
        relativeTo: leaky,
      })),
    },
  },
];
