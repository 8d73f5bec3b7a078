import { parseActivation, printActivation } from '@rectify/activations';
import { armScale } from './armScale.js';
import { plotWidth } from './frame.js';
import { renderSvg } from './renderSvg.js';

/**
 * Activation functions beside their derivatives, over inputs from -4 to 4.
 *
 * @param specs - such as `leaky_relu:0.1`; a learned slope is drawn at its initial value
 * @throws RangeError if there is no spec, or whatever `parseActivation` throws for an unknown one
 */
export function plotActivations(specs: readonly string[]): Promise<string> {
  if (specs.length === 0) throw new RangeError('a plot of activations needs at least one spec, got none');
  const functions = specs.map(parseActivation);
  const names = [...new Set(functions.map(printActivation))];
  const { color, strokeDash } = armScale(names);
  const values = functions.flatMap((activation) =>
    inputs().map(({ x, side }) => ({
      activation: printActivation(activation),
      x,
      side,
      value: activation.forward(x),
      derivative: activation.derivative(x),
    })),
  );
  const x = { field: 'x', type: 'quantitative' as const, title: 'input x', scale: { nice: false } };
  const y = { type: 'quantitative' as const, axis: { tickCount: 5, format: '~f' } };
  const panel = { width: plotWidth / 2 - 66, height: 170, mark: { type: 'line' as const, strokeWidth: 2 } };
  return renderSvg({
    title: 'Activations and their derivatives',
    padding: 4,
    spacing: 24,
    data: { values },
    hconcat: [
      { ...panel, encoding: { x, y: { ...y, field: 'value', title: 'f(x)' }, color, strokeDash } },
      {
        ...panel,
        encoding: {
          x,
          y: { ...y, field: 'derivative', title: 'f′(x)' },
          color,
          strokeDash,
          // A kinked derivative jumps at zero: each side is a line of its own, with no stroke between them.
          detail: { field: 'side', type: 'nominal' },
        },
      },
    ],
  });
}

/** A fine grid, with a point just left and just right of zero so that a jump shows where it is. */
function inputs(): { readonly x: number; readonly side: 'left' | 'right' }[] {
  const grid = Array.from({ length: 80 }, (_, index) => (index + 1) / 20);
  const right = [1e-9, ...grid].map((x) => ({ x, side: 'right' as const }));
  return [...right.map(({ x }) => ({ x: -x, side: 'left' as const })).reverse(), ...right];
}
