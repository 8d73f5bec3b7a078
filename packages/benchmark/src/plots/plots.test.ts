import { activationKinds } from '@rectify/activations';
import { describe, expect, it } from 'vitest';
import { plotActivations } from './activationFunctions.js';
import { armStyles } from './armStyle.js';
import { plotConfusion } from './confusion.js';
import { plotCounting } from './counting.js';
import { plotHeatMap } from './heatMap.js';
import { plotProfiles } from './performanceProfile.js';
import { plotPreActivations } from './preActivations.js';
import { plotPrecisionRecall } from './precisionRecall.js';
import { plotReliability } from './reliability.js';
import { standaloneSvg } from './renderSvg.js';

describe('armStyles', () => {
  const common = ['relu', 'leaky_relu:0.01', 'leaky_relu:0.1', 'prelu:0.25', 'elu:1', 'tanh', 'sigmoid'];
  const other = ['leaky_relu:0.3', 'prelu:0.1', 'leaky_relu:0.2', 'elu:2'];

  it('gives every activation of a study a colour, shape and dash of its own', () => {
    const styles = [...armStyles([...common, ...other]).values()];
    for (const property of ['color', 'shape', 'dash'] as const) {
      expect(new Set(styles.map((style) => String(style[property]))).size).toBe(styles.length);
    }
  });

  it('does not depend on the order or the company of common ones', () => {
    expect(armStyles(['prelu:0.25']).get('prelu:0.25')).toEqual(armStyles(common).get('prelu:0.25'));
    expect(armStyles(other)).toEqual(new Map([...armStyles(other.toReversed())].reverse()));
  });

  it('can be seen on the light and on the dark page', () => {
    for (const { color } of armStyles([...common, ...other]).values()) {
      expect(contrast(color, '#fdfdfb'), color).toBeGreaterThanOrEqual(3);
      expect(contrast(color, '#14171a'), color).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('plotActivations', () => {
  it('draws each function and its derivative, the sides of a kink apart', async () => {
    const svg = await plotActivations(['relu', 'tanh']);
    const lines = [...svg.matchAll(/aria-roledescription="line mark"[^>]* d="([^"]*)"/g)];
    expect(lines).toHaveLength(2 + 3);
    expect(svg).toContain('>tanh<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('gives each of many functions a panel of its own', async () => {
    const svg = await plotActivations(activationKinds);
    for (const kind of activationKinds) expect(svg).toContain(`>${kind}`);
    const lines = [...svg.matchAll(/aria-roledescription="line mark"/g)];
    expect(lines.length).toBeGreaterThanOrEqual(2 * activationKinds.length);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('takes its colour from the page, or brings its own', async () => {
    const svg = await plotActivations(['relu']);
    expect(svg).toContain('currentColor');
    expect(svg).not.toContain('<style>');
    expect(standaloneSvg(svg)).toMatch(/^<svg [^>]*><style>svg\{color:/);
  });

  it('refuses no and unknown specs', async () => {
    expect(() => plotActivations([])).toThrow(RangeError);
    expect(() => plotActivations(['rulu'])).toThrow(/relu/);
  });
});

describe('plotHeatMap', () => {
  const columns = Array.from({ length: 11 }, (_, index) => `${index}`);
  const options = { title: 'map', subtitle: 'of all', columnTitle: 'tenths', columns, rows: ['relu'] };

  it('writes every number legibly on the colour of its cell', async () => {
    const cells = columns.map((column) => ({ column, row: 'relu', value: Number(column) / 10 }));
    const svg = await plotHeatMap(cells, options);
    const fills = [...svg.matchAll(/rect mark"[^>]*fill="rgb\((\d+), (\d+), (\d+)\)"/g)].map(([, ...rgb]) =>
      rgb.map((channel) => Number(channel).toString(16).padStart(2, '0')).join(''),
    );
    const inks = [...svg.matchAll(/text mark"[^>]*fill="(#\w+)"[^>]*>([\d.]+)</g)];
    expect(inks.map(([, , number]) => Number(number))).toEqual(cells.map(({ value }) => value));
    for (const [index, [, ink = '']] of inks.entries())
      expect(contrast(`#${fills[index]}`, ink), `cell ${index}`).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps to its scale, and leaves out what was not measured', async () => {
    const svg = await plotHeatMap([{ column: '3', row: 'relu', value: 7 }], options);
    const bounded = await plotHeatMap([{ column: '3', row: 'relu', value: 1 }], options);
    const fill = /rect mark"[^>]*fill="([^"]*)"/;
    expect(fill.exec(svg)?.[1]).toBe(fill.exec(bounded)?.[1]);
    expect(svg.match(/rect mark"/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('plotProfiles', () => {
  it('draws a staircase and a band for each arm, from all runs to none', async () => {
    const points = [0, 1].map((threshold) => ({ threshold, estimate: 1 - threshold, low: 0, high: 1 }));
    const svg = await plotProfiles(
      ['relu', 'tanh'].map((activation) => ({ activation, points })),
      { title: 'profiles', subtitle: '2 runs each', axisTitle: 'score' },
    );
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(2);
    expect(svg.match(/aria-roledescription="area mark"/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('plotPreActivations', () => {
  const layersOf = (activation: string) =>
    [`0.residual.sequential.2.${activation}`, `1.${activation}`].map((layer) => ({
      layer,
      activation,
      rootMeanSquare: 1,
      shares: Float64Array.from({ length: 64 }, () => 1 / 64),
    }));
  const arms = ['relu', 'tanh'].map((activation) => ({ activation, layers: layersOf(activation) }));

  it('draws a panel for each layer, a line for each arm in it, and one line at 0', async () => {
    const svg = await plotPreActivations(arms, { title: 'task: pre-activations' });
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(4);
    expect(svg.match(/aria-roledescription="rule mark"/g)).toHaveLength(2);
    expect(svg).toContain('>layer 1<');
    expect(svg).toContain('>layer 0…sequential.2<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('names the layers of a single arm in full', async () => {
    expect(await plotPreActivations(arms.slice(1), { title: '' })).toContain('>layer 1.tanh<');
  });
});

/** Contrast ratio of two colours (WCAG 2.2). */
function contrast(first: string, second: string): number {
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255);
  const linear = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return linear.reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] as number), 0);
}

describe('plots of a detector', () => {
  const line = (name: string, averagePrecision: number) => ({
    name,
    averagePrecision,
    points: [0, 0.5, 1].map((recall) => ({ recall, precision: 1 - recall * averagePrecision })),
  });

  it('precision and recall: a line a class, with its average precision', async () => {
    const svg = await plotPrecisionRecall([line('RBC', 0.9), line('WBC', 0.5)], 0.5);
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(2);
    expect(svg).toContain('>RBC 0.900<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('precision and recall: of many classes the worst', async () => {
    const lines = Array.from({ length: 20 }, (_, index) => line(`c${index}`, index / 20));
    const svg = await plotPrecisionRecall(lines, 0.5);
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(12);
    expect(svg).toContain('>c11 0.550<');
    expect(svg).not.toContain('>c12 ');
    expect(svg).toContain('the 12 classes of lowest average precision, of 20');
  });

  it('reliability: bars where there are detections', async () => {
    const bins = [
      { low: 0, high: 0.5, detections: 0, meanScore: null, precision: null },
      { low: 0.5, high: 1, detections: 7, meanScore: 0.8, precision: 0.6 },
    ];
    const svg = await plotReliability(bins, 0.2);
    expect(svg.match(/aria-roledescription="bar"/g)).toHaveLength(1);
    expect(svg).toContain('expected calibration error 0.200');
    expect(svg).toContain('>7<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('counting: a point for each picture of the classes that are counted worst', async () => {
    const classes = Array.from({ length: 8 }, (_, index) => ({
      name: `c${index}`,
      meanAbsoluteError: index,
      perImage: [3, 4].map((truths) => ({ truths, predicted: truths - index })),
    }));
    const svg = await plotCounting(classes);
    const points = [...svg.matchAll(/aria-label="[^"]*counted minus true: (\S+);[^"]*name: (\w+)"/g)];
    expect(points.map(([, error, name]) => `${name} ${error}`).sort()).toEqual(
      [2, 3, 4, 5, 6, 7].flatMap((index) => Array(2).fill(`c${index} −${index}`)),
    );
    expect(svg).toContain('the 6 classes that are counted worst, of 8');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('confusions: a cell for each pair, and the counts', async () => {
    const counts = [
      [5, 0, 1],
      [0, 0, 0],
      [2, 3, 0],
    ];
    const svg = await plotConfusion({ classes: ['a', 'b'], counts, scoreThreshold: 0.3, iouThreshold: 0.5 });
    expect(svg.match(/aria-roledescription="rect mark"/g)).toHaveLength(9);
    const marks = [...svg.matchAll(/aria-roledescription="text mark"[^>]*>(\d+)</g)].map(([, text]) => text);
    expect(marks.sort()).toEqual(['1', '2', '3', '5']);
    expect(svg).toContain('>background<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
