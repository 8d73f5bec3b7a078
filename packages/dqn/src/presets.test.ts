import { describe, expect, it } from 'vitest';
import { createEnvironment, environmentIds } from './environments/registry.js';
import { agentSettings } from './presets.js';
import { qNetwork } from './qNetwork.js';

describe('agentSettings', () => {
  it.each(environmentIds())('has a preset for %s that fits it', (id) => {
    const settings = agentSettings(id);
    const { observationSpace } = createEnvironment(id);
    const network = {
      ...settings,
      observationShape: observationSpace.shape,
      activation: 'relu',
      actionCount: 2,
      seed: 0,
    };
    expect(() => qNetwork(network)).not.toThrow();
  });

  it('fills what is not given from the preset', () => {
    const preset = agentSettings('CartPole-v1');
    expect(agentSettings('CartPole-v1', { batchSize: 32 })).toEqual({ ...preset, batchSize: 32 });
  });

  it.each([
    [{ steps: 0 }, 'agent: steps must be a positive integer, got 0'],
    [{ batchSize: 1.5 }, 'agent: batchSize must be a positive integer, got 1.5'],
    [{ learningRate: Number.NaN }, 'agent: learningRate must be a positive finite number, got NaN'],
    [{ maximumGradientNorm: -1 }, 'agent: maximumGradientNorm must be a finite number from 0 up, got -1'],
    [
      { maximumGradientNorm: Infinity },
      'agent: maximumGradientNorm must be a finite number from 0 up, got Infinity',
    ],
    [{ finalLearningRate: 1 }, 'agent: finalLearningRate must be from 0 to learningRate (0.001), got 1'],
    [{ discount: 1.1 }, 'agent: discount must be a number from 0 to 1, got 1.1'],
    [{ finalEpsilon: -0.1 }, 'agent: finalEpsilon must be a number from 0 to 1, got -0.1'],
    [{ warmUpSteps: -1 }, 'agent: warmUpSteps must be an integer from 0 up, got -1'],
    [{ hiddenUnits: [64, 0] }, 'agent: hiddenUnits must be a positive integer, got 0'],
    [
      { observationScale: [1, Infinity] },
      'agent: observationScale must be a positive finite number, got Infinity',
    ],
    [{ double: 'yes' as never }, 'agent: double must be true or false, got yes'],
    [{ tau: 1.5 }, 'agent: tau must be above 0 and at most 1, got 1.5'],
    [
      { finalEpsilon: 0.5, initialEpsilon: 0.25 },
      'agent: finalEpsilon must be from 0 to initialEpsilon (0.25), got 0.5',
    ],
    [
      { importanceExponent: 0.5 },
      'agent: importanceExponent means nothing without prioritized; set prioritized too, or leave it out',
    ],
  ])('refuses %j', (given, message) => {
    expect(() => agentSettings('CartPole-v1', { learningRate: 1e-3, ...given })).toThrow(
      new RangeError(message),
    );
  });

  it('takes what was made of a preset, whole', () => {
    const settings = agentSettings('CartPole-v1', { prioritized: true, priorityExponent: 0.5 });
    expect(agentSettings('CartPole-v1', settings)).toEqual(settings);
    expect(agentSettings('CartPole-v1', agentSettings('CartPole-v1'))).toEqual(agentSettings('CartPole-v1'));
  });

  it('takes no random actions with noisy layers, unless an epsilon is given', () => {
    const settings = agentSettings('CartPole-v1', { noisy: true });
    expect([settings.initialEpsilon, settings.finalEpsilon]).toEqual([0, 0]);
    expect(agentSettings('CartPole-v1', settings)).toEqual(settings);
    const both = { noisy: true, initialEpsilon: 0.1, finalEpsilon: 0.05 };
    expect(agentSettings('CartPole-v1', both)).toMatchObject(both);
  });

  it('refuses what is no setting', () => {
    const given = { learningrate: 1 } as object;
    expect(() => agentSettings('CartPole-v1', given)).toThrow(
      'agent: unknown setting "learningrate"; did you mean "learningRate"? Known: steps, hiddenUnits, ',
    );
  });

  it('asks for everything where there is no preset', () => {
    expect(() => agentSettings('Pong-v5', { steps: 10 })).toThrow(
      'agent: there is no preset for "Pong-v5"; give hiddenUnits, observationScale, learningRate, ',
    );
  });
});
