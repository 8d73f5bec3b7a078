// Which figures the observations of a study give.
import { arms } from '../claims/arms.js';
import type { Bilingual } from '../claims/articles.js';
import type { RunFactors } from '../contrasts/observation.js';
import { failureFloor } from '../contrasts/observationsOf.js';
import { bornDeadProbability } from '../experiments/bornDead.js';
import { experiments } from '../experiments/experiments.js';

/** Figures of one study that belong together. */
export interface FigurePlan {
  readonly study: string;
  readonly question: Bilingual;
  readonly note: Bilingual;
  readonly figures: readonly Figure[];
}

/** A plot for each metric and each value of `panels`, or a single one for each metric. */
export type Figure = ArmsFigure | SweepFigure | ProfileFigure | MapFigure;

interface FigureOf<Kind extends string> {
  readonly kind: Kind;
  readonly metrics: readonly string[];
  /** A factor with a plot for each of its values. */
  readonly panels?: string;
  /** Only runs with these factors. */
  readonly where?: RunFactors;
  /** Only runs of these activations; default all. */
  readonly activations?: readonly string[];
}

/** Each arm has a row. */
export type ArmsFigure = FigureOf<'arms'>;

/** Factors run along the x axis. */
export interface SweepFigure extends FigureOf<'sweep'> {
  readonly along: readonly string[];
  /** All runs belong to one arm of this name, and their activation is what runs along the axis. */
  readonly arm?: string;
  /** What theory says about a place of the x axis. */
  readonly expected?: (place: RunFactors) => number;
}

/** The share of each arm's runs above every score, over all tasks. */
export interface ProfileFigure extends FigureOf<'profile'> {
  /** The factor that tells tasks apart. */
  readonly tasks: string;
}

/** A heat map: arms in rows. */
export interface MapFigure extends FigureOf<'map'> {
  /** The factor that runs across. */
  readonly columns: string;
}

const seedsNote: Bilingual = {
  english: 'The stroke is the interquartile mean; seeds are set apart vertically.',
  chinese: '短竖线为四分位均值；各种子上下错开。',
};
const sweepNote: Bilingual = {
  english: 'Means over seeds; arms stand side by side so that their intervals can be told apart.',
  chinese: '对种子取均值；各组左右错开，以便分辨区间。',
};
const profileNote: Bilingual = {
  english:
    'A profile is the share of runs above each score; a line above another belongs to the better arm (Agarwal et al. 2021).',
  chinese: '性能剖面为得分高于各阈值的运行比例；曲线在上者更好（Agarwal 等 2021）。',
};

const rectifiers = [arms.relu, arms.leaky, arms.leaky10, arms.prelu].map(({ activation }) => activation);

/** The figures in the order of the page. */
export const figurePlans: readonly FigurePlan[] = [
  {
    ...ofExperiment('unit-health'),
    note: {
      english: 'Dead and dormant units at the end of training, at Adam’s default rate and at ten times that.',
      chinese: '训练结束时的死亡和休眠单元，分别为 Adam 的默认学习率及其十倍。',
    },
    figures: [{ kind: 'arms', metrics: ['deadShare', 'dormantShare'], panels: 'learningRate' }],
  },
  { ...ofExperiment('rescue'), note: seedsNote, figures: [{ kind: 'arms', metrics: ['recoveredShare'] }] },
  {
    ...ofExperiment('born-dead'),
    note: {
      english: 'Width × depth; the grey stroke is the closed formula for ReLU, 1 − (1 − 2^−width)^depth.',
      chinese: '宽度 × 深度；灰色短线为 ReLU 的闭式公式 1 − (1 − 2^−宽度)^深度。',
    },
    figures: [
      {
        kind: 'sweep',
        metrics: ['bornDeadShare'],
        along: ['width', 'depth'],
        expected: ({ width, depth }) => bornDeadProbability({ width: Number(width), depth: Number(depth) }),
      },
    ],
  },
  {
    ...ofExperiment('gradient-flow'),
    note: {
      english:
        'Below 0 the gradient vanishes towards the input. “common”: ReLU’s initial gain for all; “matched”: each activation’s own.',
      chinese: '小于 0 表示梯度向输入方向消失。common：全部使用 ReLU 的初始化增益；matched：各用自己的增益。',
    },
    figures: [{ kind: 'sweep', metrics: ['gradientSlope'], panels: 'gain', along: ['depth'] }],
  },
  {
    ...ofExperiment('deep-training'),
    note: sweepNote,
    figures: [
      { kind: 'sweep', metrics: ['learned'], panels: 'width', along: ['depth'] },
      { kind: 'map', metrics: ['learned'], panels: 'width', columns: 'depth' },
    ],
  },
  {
    ...ofExperiment('signed-tasks'),
    note: sweepNote,
    figures: [{ kind: 'sweep', metrics: ['error'], panels: 'task', along: ['width'] }],
  },
  {
    ...ofExperiment('regression'),
    note: seedsNote,
    figures: [{ kind: 'arms', metrics: ['error'], panels: 'dimensions' }],
  },
  {
    ...ofExperiment('centring'),
    note: seedsNote,
    figures: [{ kind: 'arms', metrics: ['meanRatio'], where: { centring: 'off' } }],
  },
  {
    ...ofExperiment('slopes'),
    note: {
      english: 'Slope 0 is ReLU, 1 a linear network.',
      chinese: '斜率 0 即 ReLU，1 为线性网络。',
    },
    figures: [
      {
        kind: 'sweep',
        metrics: ['accuracy', 'generalizationGap'],
        along: ['activation'],
        arm: 'leaky_relu',
      },
    ],
  },
  {
    study: 'agent-learning-rates',
    question: { english: 'Which learning rates does an agent stand?', chinese: '智能体能承受多大的学习率？' },
    note: {
      english: `DQN on CartPole-v1; 0 is random play, 1 the reference agent. A run that ends below ${failureFloor} has failed. Brighter is more.`,
      chinese: `CartPole-v1 上的 DQN；0 为随机策略，1 为参考智能体。最终低于 ${failureFloor} 的运行算作失败。颜色越亮，数值越大。`,
    },
    figures: [{ kind: 'map', metrics: ['normalizedReturn', 'failed'], columns: 'learningRate' }],
  },
  {
    study: 'agent-slopes',
    question: { english: 'Which slope for an agent?', chinese: '智能体的斜率取多少？' },
    note: {
      english: 'DQN on CartPole-v1; 0 is random play, 1 the reference agent.',
      chinese: 'CartPole-v1 上的 DQN；0 为随机策略，1 为参考智能体。',
    },
    figures: [{ kind: 'sweep', metrics: ['normalizedReturn'], along: ['activation'], arm: 'leaky_relu' }],
  },
  {
    study: 'agents',
    question: { english: 'What do agents reach?', chinese: '智能体能达到什么水平？' },
    note: {
      english: `Return of the final greedy policy: 0 is random play, 1 the reference agent. ${profileNote.english} Here it has the rectifiers alone.`,
      chinese: `最终贪心策略的回报：0 为随机策略，1 为参考智能体。${profileNote.chinese}此处只含整流函数。`,
    },
    figures: [
      { kind: 'arms', metrics: ['normalizedReturn'], panels: 'environment' },
      // A sigmoid that fails would press the others to one side.
      { kind: 'profile', metrics: ['normalizedReturn'], tasks: 'environment', activations: rectifiers },
    ],
  },
  {
    study: 'detectors',
    question: { english: 'What do detectors reach?', chinese: '检测器能达到什么水平？' },
    note: profileNote,
    figures: [
      { kind: 'arms', metrics: ['meanAveragePrecision'], panels: 'data' },
      { kind: 'profile', metrics: ['meanAveragePrecision'], panels: 'data', tasks: 'data' },
    ],
  },
  {
    study: 'classifiers',
    question: { english: 'What do classifiers reach?', chinese: '分类器能达到什么水平？' },
    note: profileNote,
    figures: [
      { kind: 'arms', metrics: ['accuracy'], panels: 'network' },
      { kind: 'profile', metrics: ['accuracy'], tasks: 'network' },
    ],
  },
  {
    ...ofExperiment('cost'),
    note: {
      english: 'Milliseconds on the machine named below; the seeds are repetitions.',
      chinese: '在下列机器上的毫秒数；种子即重复次数。',
    },
    figures: [{ kind: 'arms', metrics: ['stepMilliseconds', 'activationMilliseconds'] }],
  },
];

function ofExperiment(name: string): Pick<FigurePlan, 'study' | 'question'> {
  const experiment = experiments.find((candidate) => candidate.name === name);
  if (experiment === undefined) throw new RangeError(`no experiment "${name}"`);
  return { study: name, question: experiment.question };
}
