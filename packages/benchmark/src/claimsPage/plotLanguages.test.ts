import { describe, expect, it } from 'vitest';
import { bilingualPlot, chinesePlot } from './plotLanguages.js';
import { chineseOf } from './plotWords.js';

describe('chineseOf', () => {
  it.each([
    ['normalised return', '归一化回报'],
    ['agents: normalised return, CartPole-v1', 'agents：归一化回报，CartPole-v1'],
    ['deep-training: runs that learn, width 8', 'deep-training：学会的运行比例，宽度 8'],
    ['C18, signed-tasks: error', 'C18, signed-tasks：误差'],
    ['CartPole-v1, learningRate=0.01: dead units', 'CartPole-v1, learningRate=0.01：死亡单元'],
    [
      'mean of 5 seeds of prelu:0.25, bar: smallest to largest channel',
      'prelu:0.25 5 个种子的均值，横条：从最小到最大的通道',
    ],
    ['digits: learned slopes', 'digits：学到的斜率'],
    ['2 to 3 seeds, a point each; bar: 95 % interval', '2 至 3 个种子，各为一点；横条：95 % 区间'],
    ['1 run each, band: pointwise 95 % interval', '每组 1 次运行，色带：逐点 95 % 区间'],
    ['layer 10…deepen.2', '第 10…deepen.2 层'],
  ])('%s', (english, chinese) => {
    expect(chineseOf(english)).toBe(chinese);
  });

  it.each(['leaky_relu:0.01', '2.prelu', 'mean', '0.5', 'voc: relu', '−4'])('leaves %s', (text) => {
    expect(chineseOf(text)).toBeUndefined();
  });
});

describe('a plot in two languages', () => {
  const svg = '<svg><text fill="red">width</text><text>relu</text></svg>';

  it('has both texts where they differ', () => {
    expect(bilingualPlot(svg)).toBe(
      '<svg><text class="en" fill="red">width</text><text class="zh" lang="zh-Hans" fill="red">宽度</text><text>relu</text></svg>',
    );
  });

  it('or the Chinese alone', () => {
    expect(chinesePlot(svg)).toBe('<svg><text fill="red">宽度</text><text>relu</text></svg>');
  });
});
