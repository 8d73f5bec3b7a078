// Claims C32 to C43: agents, detectors, classifiers, regression, and tasks in general.

import type { Contrast } from '../../contrasts/contrast.js';
import {
  above,
  agentScore,
  arms,
  classifierScore,
  detectorScore,
  environments,
  regressionError,
  smallestEffects,
  stressedRates,
} from '../arms.js';
import type { Claim } from '../claim.js';

const { relu, leaky, leaky10 } = arms;

/** How far greedy returns fall back within a run, in normalised return; the lower the better. */
const longTermRisk = {
  name: 'fall of the long-term risk against ReLU, relative',
  study: 'agents',
  metric: 'longTermRisk',
  tasks: environments,
  terms: above(relu, leaky),
  relativeTo: relu,
  aggregate: 'mean',
  rule: 'superior',
  smallestEffect: smallestEffects.risk,
} as const satisfies Contrast;

/** One contrast for every task and measure of stability: what "in most cases" is counted over. */
const stabilityCells: readonly Contrast[] = [
  ...environments.map((task) => ({ study: 'agents', task, place: String(task.environment) })),
  ...stressedRates.map((learningRate) => ({
    study: 'agent-learning-rates',
    task: { learningRate },
    place: `CartPole-v1 at learning rate ${learningRate}`,
  })),
  { study: 'detectors', task: { data: 'digits' }, place: 'detector on digits' },
].flatMap(({ study, task, place }) =>
  ['longTermRisk', 'dispersionAcrossTime'].map((metric) => ({
    ...longTermRisk,
    name: `${metric} of ReLU above leaky: ${place}`,
    study,
    metric,
    tasks: [task],
  })),
);

export const tasks: readonly Claim[] = [
  {
    id: 'C32',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'In a DQN, Leaky ReLU preserves negative information and makes learning more stable.',
      chinese: '在 DQN 中，Leaky ReLU 保留负值信息，使学习更稳定。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        longTermRisk,
        {
          ...agentScore,
          name: 'final score not worse than ReLU',
          terms: above(leaky, relu),
          rule: 'notWorse',
        },
      ],
    },
  },
  {
    id: 'C33',
    kinds: ['fact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'YOLO networks use Leaky ReLU widely.',
      chinese: 'YOLO 系列网络广泛使用 Leaky ReLU。',
    },
    test: {
      by: 'literature',
      verdict: 'supported',
      answer: {
        english:
          'True up to version 3, with slope 0.1, and for the tiny models; later versions use Mish or SiLU.',
        chinese: 'v3 及之前（斜率 0.1）和 tiny 模型属实；之后的版本使用 Mish 或 SiLU。',
      },
      references: [
        'Redmon et al. 2016: You Only Look Once',
        'Redmon, Farhadi 2018: YOLOv3',
        'Bochkovskiy et al. 2020: YOLOv4',
        'Ge et al. 2021: YOLOX',
      ],
    },
  },
  {
    id: 'C34',
    kinds: ['comparison'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU after convolutions improves a network, above all on complex images.',
      chinese: '在卷积层之后使用 Leaky ReLU 能提升性能，尤其是在复杂图像上。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        {
          ...detectorScore,
          name: 'mAP[.5:.95] on scenes of digits, leaky 0.1 above ReLU',
          terms: above(leaky10, relu),
        },
        {
          ...detectorScore,
          name: 'gain on photographs above that on digits',
          tasks: [{}],
          terms: [
            { weight: 1, arms: [{ ...leaky10, data: 'photographs' }] },
            { weight: -1, arms: [{ ...relu, data: 'photographs' }] },
            { weight: -1, arms: [{ ...leaky10, data: 'digits' }] },
            { weight: 1, arms: [{ ...relu, data: 'digits' }] },
          ],
        },
      ],
      remark: {
        english: 'Photographs are not part of the project: rectify claims --photographs DATA brings them in.',
        chinese: '项目不含照片：用 rectify claims --photographs DATA 提供。',
      },
    },
  },
  {
    id: 'C35',
    kinds: ['fact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'Image classifiers such as ResNet use Leaky ReLU.',
      chinese: 'ResNet 等图像分类网络使用 Leaky ReLU。',
    },
    test: {
      by: 'literature',
      verdict: 'refuted',
      answer: { english: 'ResNet uses ReLU.', chinese: 'ResNet 使用的是 ReLU。' },
      references: ['He et al. 2016: Deep residual learning for image recognition'],
    },
  },
  {
    id: 'C36',
    kinds: ['comparison'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: { english: 'Leaky ReLU fits regression better.', chinese: 'Leaky ReLU 更适合回归任务。' },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        { ...regressionError, name: 'error of ReLU above leaky, relative', terms: above(relu, leaky) },
      ],
    },
  },
  {
    id: 'C38',
    kinds: ['fact'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU suits both networks of a GAN.',
      chinese: 'Leaky ReLU 适用于 GAN 的生成器和判别器。',
    },
    test: {
      by: 'literature',
      verdict: 'inconclusive',
      answer: {
        english:
          'Half right: the reference design has it, with slope 0.2, in the discriminator; its generator uses ReLU.',
        chinese: '只对一半：参考设计在判别器中使用（斜率 0.2），生成器使用 ReLU。',
      },
      references: ['Radford et al. 2016: Unsupervised representation learning with DCGAN'],
    },
  },
  {
    id: 'C39',
    kinds: ['fact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'It helps sentiment models and sometimes replaces ReLU in Transformers.',
      chinese: '有助于情感分析模型，有时在 Transformer 中替代 ReLU。',
    },
    test: {
      by: 'nothing',
      answer: {
        english: 'Language is outside of the settings measured here.',
        chinese: '语言任务不在本项目的测试范围内。',
      },
    },
  },
  {
    id: 'C40',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'In most cases Leaky ReLU is more stable than ReLU.',
      chinese: '在大多数情况下，Leaky ReLU 比 ReLU 更稳定。',
    },
    test: {
      by: 'contrasts',
      combination: 'majority',
      contrasts: stabilityCells,
      remark: {
        english:
          'A run that never learns has nothing to fall back from, and counts as stable here; C27 compares the scores, too high learning rates included.',
        chinese: '从未学会的运行无从回落，在此算作稳定；C27 比较得分本身，包括过高的学习率。',
      },
    },
  },
  {
    id: 'C41',
    kinds: ['comparison'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Leaky ReLU raises stability, efficiency and performance of training.',
      chinese: 'Leaky ReLU 提高训练的稳定性、效率和性能。',
    },
    test: {
      by: 'contrasts',
      combination: 'all',
      contrasts: [
        { ...longTermRisk, name: 'stability: fall of the long-term risk, relative' },
        {
          ...longTermRisk,
          name: 'efficiency: steps to the threshold saved, relative',
          metric: 'stepsToThreshold',
          aggregate: 'interquartileMean',
        },
        { ...agentScore, name: 'performance: final score', terms: above(leaky, relu) },
      ],
    },
  },
  {
    id: 'C42',
    kinds: ['fact'],
    articles: ['001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: {
      english: 'ReLU is the most common activation and gives the best results.',
      chinese: 'ReLU 是最常用的激活函数，效果也最好。',
    },
    test: {
      by: 'literature',
      verdict: 'inconclusive',
      answer: {
        english:
          'Dated: most common in the years of convolutional networks; ELU, Mish and SiLU were published with better results since.',
        chinese: '已过时：在卷积网络时代确实最常用；此后 ELU、Mish、SiLU 都报告了更好的结果。',
      },
      references: [
        'He et al. 2016: Deep residual learning for image recognition',
        'Clevert et al. 2016: Fast and accurate deep network learning by exponential linear units',
        'Bochkovskiy et al. 2020: YOLOv4',
      ],
    },
  },
  {
    id: 'C43',
    kinds: ['comparison'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: { english: 'Leaky ReLU fits most tasks.', chinese: 'Leaky ReLU 适用于大多数任务。' },
    test: {
      by: 'contrasts',
      combination: 'majority',
      contrasts: [
        ...environments.map((environment) => ({
          ...agentScore,
          tasks: [environment],
          place: environment.environment,
        })),
        { ...detectorScore, place: 'detector on digits' },
        { ...classifierScore, tasks: [{ network: 'plain' }], place: 'plain classifier' },
        { ...classifierScore, tasks: [{ network: 'residual' }], place: 'residual classifier' },
      ].map(({ place, ...score }) => ({
        ...score,
        name: `not worse than ReLU: ${place}`,
        terms: above(leaky, relu),
        rule: 'notWorse' as const,
      })),
    },
  },
];
