import { expect, it } from 'vitest';
import { plotSweep } from './sweep.js';

const point = (activation: string, place: string) => ({
  activation,
  place,
  estimate: 0.5,
  low: 0.4,
  high: 0.6,
});
const options = {
  title: 'error',
  subtitle: 'means of 3 seeds',
  placeTitle: 'width',
  axisTitle: 'error',
  places: ['2', '10'],
};

it('draws a point, an interval and a line for each arm, and what is expected', async () => {
  const points = ['relu', 'tanh'].flatMap((activation) => [point(activation, '2'), point(activation, '10')]);
  const svg = await plotSweep(points, { ...options, expected: [{ place: '10', value: 0.7 }] });
  expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(2);
  expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(4);
  expect(svg.match(/aria-roledescription="tick"/g)).toHaveLength(1);
  expect(svg).toContain('>tanh<');
  expect(svg).not.toMatch(/NaN|undefined/);
});

it('has no legend for a single arm', async () => {
  const svg = await plotSweep([point('leaky_relu', '2'), point('leaky_relu', '10')], options);
  expect(svg).not.toContain('>leaky_relu<');
});
