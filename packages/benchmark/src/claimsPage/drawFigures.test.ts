import { describe, expect, it } from 'vitest';
import type { Observation } from '../claims/observation.js';
import { drawFigures } from './drawFigures.js';
import type { FigurePlan } from './figurePlans.js';

const observations: Observation[] = ['relu', 'tanh'].flatMap((activation) =>
  [32, 2].flatMap((width) =>
    [0, 1].map((seed) => ({
      study: 'signed-tasks',
      factors: { activation, width, task: 'sine' },
      seed,
      metrics: { error: seed + width / 100 },
    })),
  ),
);
const text = { english: 'text', chinese: '文字' };
const plan: FigurePlan = { study: 'signed-tasks', question: text, note: text, metrics: ['error'] };

describe('drawFigures', () => {
  it('draws a row for each arm in a plot for each value of a factor, numbers by size', async () => {
    const plots = await drawFigures({ ...plan, panels: 'width' }, observations);
    expect(plots.map(({ name }) => name)).toEqual(['signed-tasks-error-2', 'signed-tasks-error-32']);
    for (const { svg } of plots) {
      expect(svg).toContain('>relu<');
      expect(svg).toContain('>2 seeds, a point each; bar: 95 % interval<');
    }
  });

  it('draws what runs along an axis, and the theory', async () => {
    const [plot, ...others] = await drawFigures(
      { ...plan, along: ['width', 'task'], expected: () => 0.5 },
      observations,
    );
    expect(others).toEqual([]);
    expect(plot?.svg).toContain('>32 × sine<');
    expect(plot?.svg.match(/aria-roledescription="tick"/g)).toHaveLength(2);
  });

  it('orders places by their numbers', async () => {
    const sweep = ['1', '0.3', '0.03', '0.1'].map((slope) => ({
      study: 'slopes',
      factors: { activation: `leaky_relu:${slope}` },
      seed: 0,
      metrics: { accuracy: 0.5 },
    }));
    const slopes: FigurePlan = {
      ...plan,
      study: 'slopes',
      metrics: ['accuracy'],
      along: ['activation'],
      arm: 'leaky_relu',
    };
    const [plot] = await drawFigures(slopes, sweep);
    expect(plot?.svg).toMatch(/>0\.03<.*>0\.1<.*>0\.3<.*>1</s);
  });

  it('leaves out other runs, and studies without any', async () => {
    expect(await drawFigures({ ...plan, where: { task: 'cosine' } }, observations)).toEqual([]);
    expect(await drawFigures({ ...plan, study: 'slopes' }, observations)).toEqual([]);
    expect(await drawFigures(plan, [])).toEqual([]);
  });
});
