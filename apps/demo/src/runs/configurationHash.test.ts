import { describe, expect, it } from 'vitest';
import { configurationHash, type Deciding, firstDifference } from './configurationHash.js';

const config: Deciding = {
  kind: 'dqn',
  options: {
    environment: 'CartPole-v1',
    steps: 10,
    activation: 'relu',
    seed: 0,
    engine: 'onnx',
    settings: {},
  },
  effectiveSettings: { learningRate: 0.001, hiddenUnits: [64, 64] },
  versions: { rectify: '0.1.0', node: '20.19.0' },
};

describe('configurationHash', () => {
  it('is the same for equal content, in whatever order, and before and after a file', () => {
    const { effectiveSettings, versions, ...rest } = config;
    const turned = { versions: { node: '20.19.0', rectify: '0.1.0' }, effectiveSettings, ...rest };
    expect(configurationHash(turned)).toBe(configurationHash(config));
    expect(configurationHash(JSON.parse(JSON.stringify(config)))).toBe(configurationHash(config));
    expect(configurationHash(config)).toMatch(/^[0-9a-f]{16}$/);
    expect(firstDifference(config, turned)).toBeUndefined();
  });

  it.each<[string, Partial<Deciding>]>([
    ['options.seed 0, now 1', { options: { ...config.options, seed: 1 } as typeof config.options }],
    [
      'effectiveSettings.hiddenUnits [64,64], now [64]',
      { effectiveSettings: { learningRate: 0.001, hiddenUnits: [64] } },
    ],
    ['effectiveSettings.tau absent, now 1', { effectiveSettings: { ...config.effectiveSettings, tau: 1 } }],
    ['versions.rectify "0.1.0", now "0.2.0"', { versions: { rectify: '0.2.0', node: '20.19.0' } }],
  ])('changes with what decides a result: %s', (difference, change) => {
    expect(firstDifference(config, { ...config, ...change })).toBe(difference);
  });
});
