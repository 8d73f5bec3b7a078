// Claims C18 to C28: signs, sparsity, vanishing gradients, depth, the mean of activations.
import {
  above,
  agentScore,
  arms,
  classifierScore,
  detectorScore,
  regressionError,
  smallestEffects,
  stressedAgentScore,
} from '../arms.js';
import { checkSparsity } from '../checks/sparsity.js';
import type { Claim } from '../claim.js';
import { signedTasks } from '../signedTasks.js';

const { relu, leaky, leaky10, prelu, elu, tanh, sigmoid } = arms;

/** How ln of a gradient's root mean square changes from layer to layer away from the output: 0 is flat, below 0 it vanishes. */
const gradientSlope = {
  study: 'gradient-flow',
  metric: 'gradientSlope',
  tasks: [10, 20, 50].map((depth) => ({ depth })),
  aggregate: 'mean',
  rule: 'superior',
  // 5 % a layer: a factor of 2.7 over 20 layers.
  smallestEffect: 0.05,
} as const;

export const gradients: readonly Claim[] = [
  {
    id: 'C18',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english:
        'Letting negative values through helps where the sign carries information, as in audio or financial series.',
      chinese: '在符号本身携带信息的任务（如音频、金融时间序列）中，保留负值有帮助。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: [leaky, leaky10].map((arm) => ({
        ...signedTasks,
        name: `error of ReLU above ${arm.activation}, relative`,
        terms: above(relu, arm),
        relativeTo: relu,
      })),
    },
  },
  {
    id: 'C19',
    kinds: ['mechanism'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'ReLU’s activations are sparse, which makes networks more efficient and better.',
      chinese: 'ReLU 的激活是稀疏的，使网络更高效、效果更好。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          name: 'time of a step of a dense network above a sparse one, relative',
          study: 'sparsity',
          metric: 'stepMilliseconds',
          terms: above({ ...relu, sparsity: 'low' }, { ...relu, sparsity: 'high' }),
          relativeTo: { ...relu, sparsity: 'low' },
          rule: 'superior',
          smallestEffect: smallestEffects.time,
        },
        {
          name: 'accuracy of a sparse network above a dense one',
          study: 'sparsity',
          metric: 'accuracy',
          terms: above({ ...relu, sparsity: 'high' }, { ...relu, sparsity: 'low' }),
          rule: 'superior',
          smallestEffect: smallestEffects.accuracy,
        },
      ],
    },
  },
  {
    id: 'C20',
    kinds: ['exact', 'mechanism'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'Leaky ReLU and PReLU stay sparse to a degree.',
      chinese: 'Leaky ReLU 和 PReLU 仍保留一定的稀疏性。',
    },
    test: { by: 'check', check: checkSparsity },
  },
  {
    id: 'C21',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt'],
    statement: {
      english:
        'ReLU suffers less from vanishing gradients than sigmoid and tanh, since its slope is 1 for positive input.',
      chinese: 'ReLU 在正区间斜率为 1，比 sigmoid 和 tanh 更不容易出现梯度消失。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [sigmoid, tanh].flatMap((arm) =>
        ['common', 'matched'].map((gain) => ({
          ...gradientSlope,
          name: `ReLU above ${arm.activation}, ${gain} initialisation, in ln per layer`,
          terms: above({ ...relu, gain }, { ...arm, gain }),
        })),
      ),
    },
  },
  {
    id: 'C22',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'Sigmoid vanishes easily; tanh is better but not free of it.',
      chinese: 'sigmoid 容易梯度消失；tanh 好一些，但仍不能避免。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...gradientSlope,
          name: 'tanh above sigmoid, matched initialisation, in ln per layer',
          terms: above({ ...tanh, gain: 'matched' }, { ...sigmoid, gain: 'matched' }),
        },
        {
          ...gradientSlope,
          name: 'ReLU above tanh, common initialisation, in ln per layer',
          terms: above({ ...relu, gain: 'common' }, { ...tanh, gain: 'common' }),
        },
      ],
    },
  },
  {
    id: 'C23',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU keeps gradients from vanishing (another article: they may vanish all the same).',
      chinese: 'Leaky ReLU 避免了梯度消失（另一篇文章则说：仍可能消失）。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...gradientSlope,
          name: 'leaky above ReLU, matched initialisation, in ln per layer',
          terms: above({ ...leaky, gain: 'matched' }, { ...relu, gain: 'matched' }),
        },
      ],
    },
  },
  {
    id: 'C24',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU helps deep networks to train.',
      chinese: 'Leaky ReLU 有助于深层网络的训练。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: [leaky, leaky10].map((arm) => ({
        name: `share of runs that learn, ${arm.activation} above ReLU`,
        study: 'deep-training',
        metric: 'learned',
        tasks: [4, 10, 20, 50].flatMap((depth) => [8, 32].map((width) => ({ depth, width }))),
        terms: above(arm, relu),
        aggregate: 'mean',
        rule: 'superior',
        smallestEffect: 0.05,
      })),
    },
  },
  {
    id: 'C25',
    kinds: ['mechanism'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU’s output is not centred at 0, which may hurt.',
      chinese: 'Leaky ReLU 的输出不以 0 为中心，可能有负面影响。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          name: 'abs(mean) / rms of a layer of leaky ReLU',
          study: 'centring',
          metric: 'meanRatio',
          terms: [{ weight: 1, arms: [{ ...leaky, centring: 'off' }] }],
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.1,
        },
        {
          name: 'error without centring above that with it, relative',
          study: 'centring',
          metric: 'error',
          terms: above({ ...leaky, centring: 'off' }, { ...leaky, centring: 'on' }),
          relativeTo: { ...leaky, centring: 'off' },
          rule: 'superior',
          smallestEffect: smallestEffects.error,
        },
      ],
    },
  },
  {
    id: 'C26',
    kinds: ['mechanism'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'ELU centres better and is smooth, and costs more.',
      chinese: 'ELU 的输出均值更接近 0 且平滑，但计算成本更高。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          name: 'abs(mean) / rms of leaky ReLU above ELU',
          study: 'centring',
          metric: 'meanRatio',
          terms: above({ ...leaky, centring: 'off' }, { ...elu, centring: 'off' }),
          aggregate: 'mean',
          rule: 'superior',
          smallestEffect: 0.1,
        },
        {
          name: 'time of the activation, forward and backward, above leaky ReLU, relative',
          study: 'cost',
          metric: 'activationMilliseconds',
          terms: above(elu, leaky),
          relativeTo: leaky,
          rule: 'superior',
          smallestEffect: smallestEffects.time,
        },
      ],
    },
  },
  {
    id: 'C27',
    kinds: ['comparison'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'ReLU’s flat negative side can lower performance.',
      chinese: 'ReLU 负区间为零，可能降低性能。',
    },
    test: {
      by: 'contrasts',
      combination: 'any',
      contrasts: [agentScore, stressedAgentScore, detectorScore, classifierScore].map((score) => ({
        ...score,
        name: `best other rectifier above ReLU: ${score.study}`,
        terms: [
          { weight: 1, arms: [leaky, leaky10, prelu] },
          { weight: -1, arms: [relu] },
        ],
        // The best of three on the seeds that judge would be partly luck.
        choose: 'on half of the seeds' as const,
      })),
      remark: {
        english:
          'Made stricter after results had been seen: the best of three is chosen on half of the seeds and judged on the others.',
        chinese: '看到结果后改得更严格：三者之优用一半种子选出，用另一半评判。',
      },
    },
  },
  {
    id: 'C28',
    kinds: ['comparison'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU is less flexible than ELU.',
      chinese: 'Leaky ReLU 的表达能力不如 ELU。',
    },
    test: {
      by: 'contrasts',
      combination: 'majority',
      contrasts: [
        ...[agentScore, classifierScore].map((score) => ({
          ...score,
          name: `ELU above leaky: ${score.study}`,
          terms: above(elu, leaky),
        })),
        { ...regressionError, name: 'error of leaky above ELU, relative', terms: above(leaky, elu) },
      ],
    },
  },
];
