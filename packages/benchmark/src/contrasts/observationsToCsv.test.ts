import { expect, it } from 'vitest';
import { observationsToCsv } from './observationsToCsv.js';

it('has a column for every factor and metric, empty where a run has none', () => {
  const table = observationsToCsv([
    { study: 'slopes', factors: { activation: 'relu' }, seed: 0, metrics: { accuracy: 0.5 } },
    { study: 'a "b"', factors: { activation: 'x, y', depth: 4 }, seed: 1, metrics: { error: 2 } },
  ]);
  expect(table).toBe(
    'study,factor.activation,factor.depth,seed,metric.accuracy,metric.error\r\n' +
      'slopes,relu,,0,0.5,\r\n' +
      '"a ""b""","x, y",4,1,,2\r\n',
  );
});
