import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { gain, score } from './readmeExample.js';

it('shows the program that is compiled and run here', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const program = await readFile(new URL('readmeExample.ts', import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${program}\`\`\``);
  // The lowest and the highest of five are dropped.
  expect(score.estimate).toBeCloseTo((489 + 494 + 500) / 3, 10);
  expect(gain.estimate).toBeCloseTo((489 + 494 + 500 - 462 - 481 - 500) / 3, 10);
  expect(gain.low).toBeLessThan(0);
  expect(gain.high).toBeGreaterThan(gain.estimate);
});
