// Claims C29 to C31: what an activation costs.
import { above, arms, smallestEffects } from '../arms.js';
import type { Claim } from '../claim.js';

const { relu, leaky, elu, tanh, sigmoid } = arms;

/** A whole training step; the seeds are interleaved repetitions. */
const step = {
  study: 'cost',
  metric: 'stepMilliseconds',
  relativeTo: relu,
  smallestEffect: smallestEffects.time,
} as const;

export const cost: readonly Claim[] = [
  {
    id: 'C29',
    kinds: ['mechanism'],
    articles: ['001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: { english: 'ReLU is cheap and speeds training up.', chinese: 'ReLU 计算简单，能加快训练。' },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [sigmoid, tanh].map((arm) => ({
        ...step,
        name: `a training step with ${arm.activation} above ReLU, relative`,
        terms: above(arm, relu),
        rule: 'superior',
      })),
    },
  },
  {
    id: 'C30',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU is simple, and a little dearer than ReLU.',
      chinese: 'Leaky ReLU 计算简单，开销比 ReLU 略高。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...step,
          name: 'a training step with leaky ReLU costs at most 5 % more than with ReLU',
          terms: above(relu, leaky),
          rule: 'notWorse',
        },
      ],
    },
  },
  {
    id: 'C31',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: { english: 'ELU is dearer.', chinese: 'ELU 的计算成本更高。' },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...step,
          name: 'a training step with ELU above ReLU, relative',
          terms: above(elu, relu),
          rule: 'superior',
        },
      ],
    },
  },
];
