import { type Activation, parseActivation, printActivation } from '@rectify/activations';
import { armScale } from './armScale.js';
import { plotWidth } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** As many curves as one panel can hold and still tell apart; beyond, each function gets a panel of its own. */
const MOST_IN_ONE_PANEL = 7;

/**
 * Activation functions and their derivatives, over inputs from -4 to 4: all of them in one panel beside one for their
 * derivatives, or many in a panel each.
 *
 * @param specs - such as `leaky_relu:0.1`. A learned slope is drawn at its initial value, a random one at its mean,
 *   and CReLU by its first half
 * @throws RangeError if there is no spec, or whatever `parseActivation` throws for an unknown one
 */
export function plotActivations(specs: readonly string[]): Promise<string> {
  if (specs.length === 0) throw new RangeError('a plot of activations needs at least one spec, got none');
  const functions = new Map(specs.map(parseActivation).map((parsed) => [printActivation(parsed), parsed]));
  const names = [...functions.keys()];
  const values = [...functions].flatMap(([name, activation]) => samplesOf(name, activation));
  return renderSvg({
    title: 'Activations and their derivatives',
    padding: 4,
    data: { values },
    ...(names.length > MOST_IN_ONE_PANEL ? aPanelForEach(names) : sideBySide(names)),
  });
}

const x = { field: 'x', type: 'quantitative' as const, title: 'input x', scale: { nice: false } };
const y = { type: 'quantitative' as const, axis: { tickCount: 5, format: '~f' } };
/** A kinked derivative jumps: each side is a line of its own, with no stroke between them. */
const detail = { field: 'piece', type: 'nominal' as const };

function sideBySide(names: readonly string[]) {
  const { color, strokeDash } = armScale(names);
  const panel = { width: plotWidth / 2 - 66, height: 170, mark: { type: 'line' as const, strokeWidth: 2 } };
  return {
    spacing: 24,
    hconcat: [
      { ...panel, encoding: { x, y: { ...y, field: 'value', title: 'f(x)' }, color, strokeDash } },
      {
        ...panel,
        encoding: { x, y: { ...y, field: 'derivative', title: 'f′(x)' }, color, strokeDash, detail },
      },
    ],
  };
}

const PANELS_IN_A_ROW = 4;

/** Small panels with the value as a solid line and the derivative as a dashed one. */
function aPanelForEach(names: readonly string[]) {
  const curves = { field: 'curve', type: 'nominal' as const, sort: ['value', 'derivative'] };
  const legend = { labelExpr: "datum.label === 'value' ? 'f(x)' : 'f′(x)'" };
  const side = plotWidth / PANELS_IN_A_ROW - 20;
  return {
    transform: [{ fold: ['value', 'derivative'], as: ['curve', 'number'] as [string, string] }],
    facet: { field: 'activation', type: 'nominal' as const, sort: [...names], title: null },
    columns: PANELS_IN_A_ROW,
    spacing: 14,
    spec: {
      width: side,
      height: side,
      mark: { type: 'line' as const, strokeWidth: 1.5, clip: true },
      encoding: {
        x: { ...x, title: null, axis: { values: [-4, 0, 4] } },
        // A line through the origin would press all others flat.
        y: { ...y, field: 'number', title: null, scale: { domain: [-2, 4] } },
        color: { ...curves, scale: { range: ['#0072b2', '#d55e00'] }, legend },
        strokeDash: {
          ...curves,
          scale: {
            range: [
              [1, 0],
              [4, 2],
            ],
          },
          legend,
        },
        detail,
      },
    },
  };
}

/** Where the derivative of one or another activation jumps. */
const KINKS = [-3, 0, 3];
const BESIDE = 1e-9;

/** A fine grid, with a point just left and just right of each jump of the derivative so that it shows where it is. */
function samplesOf(name: string, activation: Activation) {
  const jumpAt = (x: number) => activation.derivative(x + BESIDE) - activation.derivative(x - BESIDE);
  const jumps = KINKS.filter((kink) => Math.abs(jumpAt(kink)) > 1e-6);
  const grid = Array.from({ length: 161 }, (_, index) => (index - 80) / 20);
  const points = grid.flatMap((x) => (jumps.includes(x) ? [x - BESIDE, x + BESIDE] : [x]));
  return points.map((x) => ({
    activation: name,
    x,
    piece: jumps.filter((jump) => jump < x).length,
    value: activation.forward(x),
    derivative: activation.derivative(x),
  }));
}
