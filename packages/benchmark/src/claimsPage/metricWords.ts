// What the contrasts and figures measure, in words.
import type { Bilingual } from '../claims/articles.js';
import { failureFloor } from '../contrasts/observationsOf.js';
import { type Html, html } from '../report/html.js';
import { both } from './bilingual.js';

/** A metric: its name, and how it is defined. */
export interface MetricWords {
  readonly name: Bilingual;
  readonly definition: Bilingual;
}

const words: Readonly<Record<string, MetricWords>> = {
  normalizedReturn: {
    name: { english: 'normalised return', chinese: '归一化回报' },
    definition: {
      english:
        'Mean return of the final greedy policy, scaled by fixed constants so that random play is 0 and a reference agent 1.',
      chinese: '最终贪心策略的平均回报，用固定常数缩放，使随机策略为 0、参考智能体为 1。',
    },
  },
  failed: {
    name: { english: 'failed runs', chinese: '失败的运行比例' },
    definition: {
      english: `Share of runs whose normalised return ends below ${failureFloor}.`,
      chinese: `最终归一化回报低于 ${failureFloor} 的运行比例。`,
    },
  },
  longTermRisk: {
    name: { english: 'long-term risk', chinese: '长期风险' },
    definition: {
      english:
        'How far greedy scores fall back within a run: mean of the worst 5 % of the drawdowns. The lower the better.',
      chinese: '一次训练中得分回落的程度：最差 5 % 回撤的平均值。越低越好。',
    },
  },
  dispersionAcrossTime: {
    name: { english: 'dispersion across time', chinese: '时间离散度' },
    definition: {
      english: 'Interquartile range of the changes from one evaluation to the next. The lower the better.',
      chinese: '相邻两次评估之差的四分位距。越低越好。',
    },
  },
  stepsToThreshold: {
    name: { english: 'steps to the threshold', chinese: '达到阈值的步数' },
    definition: {
      english:
        'Steps until an evaluation first reaches the return that counts as solved; a run that never does counts with its whole budget.',
      chinese: '评估首次达到“解决”阈值所需的步数；从未达到的运行按全部预算计。',
    },
  },
  meanAveragePrecision: {
    name: { english: 'mAP[.5:.95]', chinese: 'mAP[.5:.95]' },
    definition: {
      english: 'Mean average precision of the detector over IoU thresholds from 0.5 to 0.95.',
      chinese: '检测器在 IoU 阈值 0.5 到 0.95 上的平均精度均值。',
    },
  },
  accuracy: {
    name: { english: 'accuracy', chinese: '准确率' },
    definition: {
      english: 'Share of right answers on examples that training never sees.',
      chinese: '在训练未见样本上回答正确的比例。',
    },
  },
  generalizationGap: {
    name: { english: 'generalisation gap', chinese: '泛化差距' },
    definition: {
      english: 'Accuracy on the training set less that on new examples.',
      chinese: '训练集准确率减去新样本准确率。',
    },
  },
  error: {
    name: { english: 'error', chinese: '误差' },
    definition: {
      english: 'Mean squared error on examples that training never sees. The lower the better.',
      chinese: '训练未见样本上的均方误差。越低越好。',
    },
  },
  deadShare: {
    name: { english: 'dead share', chinese: '死亡比例' },
    definition: {
      english:
        'Share of hidden units whose input is positive for no probe example. A ReLU unit then has no gradient; with a slope it is merely always negative.',
      chinese: '对所有探测样本输入均不为正的隐藏单元比例。ReLU 此时没有梯度；有斜率时只是一直为负。',
    },
  },
  dormantShare: {
    name: { english: 'dormant share', chinese: '休眠比例' },
    definition: {
      english:
        'Share of hidden units whose mean absolute output is at most 0.025 of their layer’s mean (Sokar et al. 2023). Not comparable between activations by itself.',
      chinese:
        '平均绝对输出不超过所在层均值 0.025 倍的隐藏单元比例（Sokar 等 2023）。单独使用时不可跨激活函数比较。',
    },
  },
  revivals: {
    name: { english: 'revivals', chinese: '复活比例' },
    definition: {
      english: 'Of the units seen dead during training, the share that fire again at the next checkpoint.',
      chinese: '训练中出现过死亡的单元里，在下一检查点重新激活的比例。',
    },
  },
  recoveredShare: {
    name: { english: 'recovered share', chinese: '恢复比例' },
    definition: {
      english:
        'Of the units that a bias pushed below 0 everywhere, the share that fire again after more training.',
      chinese: '被偏置推到处处为负的单元里，继续训练后重新激活的比例。',
    },
  },
  zeroGradientUnits: {
    name: { english: 'units without a gradient', chinese: '零梯度单元比例' },
    definition: {
      english: 'Share of hidden units whose gradient is exactly 0 on the probe examples.',
      chinese: '在探测样本上梯度恰为 0 的隐藏单元比例。',
    },
  },
  slopesAtOrBelowZero: {
    name: { english: 'slopes at or below 0', chinese: '不大于 0 的斜率比例' },
    definition: {
      english: 'Share of learned slopes that end at 0 or below.',
      chinese: '学到的斜率最终不大于 0 的比例。',
    },
  },
  bornDeadShare: {
    name: { english: 'born-dead share', chinese: '先天死亡比例' },
    definition: {
      english: 'Share of new networks in which some layer gives 0 everywhere for an input.',
      chinese: '初始化后某一层对输入全部输出 0 的网络比例。',
    },
  },
  distanceFromFormula: {
    name: { english: 'distance from the formula', chinese: '与公式的距离' },
    definition: {
      english: 'Absolute difference of the born-dead share and 1 − (1 − 2^−width)^depth.',
      chinese: '先天死亡比例与 1 − (1 − 2^−宽度)^深度 之差的绝对值。',
    },
  },
  gradientSlope: {
    name: { english: 'gradient slope', chinese: '梯度斜率' },
    definition: {
      english:
        'Change of ln of the gradient’s root mean square per layer away from the output: 0 is flat, below 0 it vanishes.',
      chinese: '离输出每远一层，梯度均方根的自然对数的变化：0 为平坦，负值为消失。',
    },
  },
  learned: {
    name: { english: 'runs that learn', chinese: '学会的运行比例' },
    definition: {
      english: 'Share of runs that reach an accuracy of 2/3 on three classes.',
      chinese: '三分类准确率达到 2/3 的运行比例。',
    },
  },
  meanRatio: {
    name: { english: 'mean ratio', chinese: '均值比' },
    definition: {
      english: 'Absolute mean of a layer’s outputs over their root mean square: 0 is centred.',
      chinese: '一层输出的均值绝对值除以均方根：0 表示以 0 为中心。',
    },
  },
  stepMilliseconds: {
    name: { english: 'time of a training step (ms)', chinese: '训练一步的时间（毫秒）' },
    definition: {
      english: 'Median of a whole training step; the seeds are repetitions.',
      chinese: '完整训练一步的中位数；种子即重复次数。',
    },
  },
  activationMilliseconds: {
    name: { english: 'time of the activation (ms)', chinese: '激活函数的时间（毫秒）' },
    definition: {
      english: 'What a training step takes beyond the same network without activations.',
      chinese: '训练一步比没有激活函数的同一网络多用的时间。',
    },
  },
};

/** What a metric is called; one without words by its name in the data. */
export function metricName(metric: string): Bilingual {
  return words[metric]?.name ?? { english: metric, chinese: metric };
}

/** The Chinese names of metrics by the English ones. */
export const chineseMetricNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(words).map(({ name: { english, chinese } }) => [english, chinese]),
);

/** The definitions of the metrics that have one. */
export function glossary(metrics: readonly string[]): Html {
  const described = [...new Set(metrics)].filter((metric) => metric in words).sort();
  const entries = described.map((metric) => {
    const { name, definition } = words[metric] as MetricWords;
    return html`<div id="metric-${metric}">
      <dt>${both(name)} <code>${metric}</code></dt><dd>${both(definition)}</dd>
    </div>`;
  });
  return html`<dl class="terms">${entries}</dl>`;
}
