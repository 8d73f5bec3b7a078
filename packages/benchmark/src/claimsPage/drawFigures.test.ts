import { describe, expect, it } from 'vitest';
import type { Observation } from '../contrasts/observation.js';
import { drawFigures } from './drawFigures.js';
import type { Figure, FigurePlan } from './figurePlans.js';

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
const plan = (...figures: Figure[]): FigurePlan => ({
  study: 'signed-tasks',
  question: text,
  note: text,
  figures,
});
const arms: Figure = { kind: 'arms', metrics: ['error'] };

describe('drawFigures', () => {
  it('draws a row for each arm in a plot for each value of a factor, numbers by size', async () => {
    const plots = await drawFigures(plan({ ...arms, panels: 'width' }), observations);
    expect(plots.map(({ name }) => name)).toEqual(['signed-tasks-error-2', 'signed-tasks-error-32']);
    for (const { svg } of plots) {
      expect(svg).toContain('>relu<');
      expect(svg).toContain('>2 seeds, a point each; bar: 95 % interval<');
    }
  });

  it('draws what runs along an axis, and the theory', async () => {
    const [plot, ...others] = await drawFigures(
      plan({ kind: 'sweep', metrics: ['error'], along: ['width', 'task'], expected: () => 0.5 }),
      observations,
    );
    expect(others).toEqual([]);
    expect(plot?.svg).toContain('>32 × sine<');
    expect(plot?.svg.match(/aria-roledescription="tick"/g)).toHaveLength(2);
  });

  it('draws the profile of the arms that have all tasks', async () => {
    const incomplete = observations.filter(
      ({ factors }) => factors.activation === 'relu' || factors.width === 2,
    );
    const profile = plan({ kind: 'profile', metrics: ['error'], tasks: 'width' });
    const [plot] = await drawFigures(profile, incomplete);
    expect(plot?.name).toBe('signed-tasks-error-profile');
    expect(plot?.svg).toContain('>4 runs each over 2 tasks, band: pointwise 95 % interval<');
    expect(plot?.svg).not.toContain('>tanh<');
    const apart = observations.filter(
      ({ factors }) => (factors.activation === 'relu') === (factors.width === 2),
    );
    expect(await drawFigures(profile, apart)).toEqual([]);
  });

  it('draws a map with a number in each cell', async () => {
    const [plot] = await drawFigures(
      plan({ kind: 'map', metrics: ['error'], columns: 'width' }),
      observations,
    );
    expect(plot?.name).toBe('signed-tasks-error-map');
    const numbers = [...(plot?.svg.matchAll(/text mark"[^>]*>([\d.]+)</g) ?? [])].map(([, number]) => number);
    expect(numbers).toEqual(['0.52', '0.82', '0.52', '0.82']);
  });

  it('orders places by their numbers', async () => {
    const sweep = ['1', '0.3', '0.03', '0.1'].map((slope) => ({
      study: 'slopes',
      factors: { activation: `leaky_relu:${slope}` },
      seed: 0,
      metrics: { accuracy: 0.5 },
    }));
    const slopes = plan({ kind: 'sweep', metrics: ['accuracy'], along: ['activation'], arm: 'leaky_relu' });
    const [plot] = await drawFigures({ ...slopes, study: 'slopes' }, sweep);
    expect(plot?.svg).toMatch(/>0\.03<.*>0\.1<.*>0\.3<.*>1</s);
  });

  it('leaves out other runs, and studies without any', async () => {
    expect(await drawFigures(plan({ ...arms, where: { task: 'cosine' } }), observations)).toEqual([]);
    const [alone] = await drawFigures(plan({ ...arms, activations: ['tanh'] }), observations);
    expect(alone?.svg).toContain('>tanh<');
    expect(alone?.svg).not.toContain('>relu<');
    expect(await drawFigures({ ...plan(arms), study: 'slopes' }, observations)).toEqual([]);
    expect(await drawFigures(plan(arms), [])).toEqual([]);
  });
});
