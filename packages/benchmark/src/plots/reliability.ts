import { frame } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** The detections of a range of scores. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly detections: number;
  readonly meanScore: number | null;
  readonly precision: number | null;
}

/**
 * A reliability diagram: the precision of the detections of each range of scores as a bar, their mean score as a stroke, and
 * the diagonal that a calibrated detector keeps to. At the foot of each bar stands its number of detections.
 */
export function plotReliability(
  bins: readonly ReliabilityBin[],
  expectedCalibrationError: number | null,
): Promise<string> {
  const filled = bins.filter(({ detections }) => detections > 0);
  const unit = { scale: { domain: [0, 1], nice: false }, axis: { tickCount: 5 } };
  const x = { type: 'quantitative' as const, title: 'score; numbers: detections', ...unit };
  const y = { type: 'quantitative' as const, title: 'precision', ...unit };
  const error = expectedCalibrationError === null ? 'none' : expectedCalibrationError.toFixed(3);
  return renderSvg({
    ...frame({
      title: 'Scores against precision',
      subtitle: `expected calibration error ${error}; stroke: mean score`,
      drawingHeight: 260,
    }),
    layer: [
      {
        data: { values: filled },
        mark: { type: 'bar', color: '#0072b2', opacity: 0.45 },
        encoding: {
          x: { ...x, field: 'low' },
          x2: { field: 'high' },
          y: { ...y, field: 'precision' },
          y2: { datum: 0 },
        },
      },
      {
        data: { values: filled },
        mark: { type: 'rule', color: '#d55e00', strokeWidth: 2.5 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y: { ...y, field: 'meanScore' } },
      },
      {
        data: { values: [0, 1].map((score) => ({ score })) },
        mark: { type: 'line', color: 'currentColor', strokeDash: [4, 4], opacity: 0.6 },
        encoding: { x: { ...x, field: 'score' }, y: { ...y, field: 'score' } },
      },
      {
        data: { values: filled.map((bin) => ({ ...bin, middle: (bin.low + bin.high) / 2 })) },
        mark: { type: 'text', baseline: 'bottom', dy: -3, fontSize: 9, color: 'currentColor' },
        encoding: {
          x: { ...x, field: 'middle' },
          y: { datum: 0 },
          text: { field: 'detections' },
        },
      },
    ],
  });
}
