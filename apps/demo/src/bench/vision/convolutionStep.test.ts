import { expect, it } from 'vitest';
import { measure } from '../measure.js';
import { type ConvolutionWork, randomPictures } from './convolutionStep.js';
import { pytorchStep } from './pytorchStep.js';
import { rectifyStep } from './rectifyStep.js';
import { tensorflowStep } from './tensorflowStep.js';

const pace = { rounds: 1, turnMs: 1000, updatesInTurn: 2, warmUpUpdates: 1, processorMs: () => 0 };

// `measure` refuses systems that compute another loss.
it.each(['stride', 'maxPool'] as const)('every system does the same step, with %s', async (downsampling) => {
  const work: ConvolutionWork = { width: 32, height: 48, downsampling };
  const batches = [randomPictures(work, 0), randomPictures(work, 1)];
  const peers = [pytorchStep(work, { python: 'python3', threads: 1, batches }), tensorflowStep(work)];
  const [own, ...others] = await measure([rectifyStep(work, 1), ...peers], batches, pace);
  expect(own?.runs).toBe(2);
  for (const { medianMs, absent } of others) expect(medianMs === null).toBe(absent !== undefined);
});

it('a Python that is missing is an absent system, with what to do', async () => {
  const work: ConvolutionWork = { width: 32, height: 32, downsampling: 'stride' };
  const batches = [randomPictures(work, 0)];
  const [timing] = await measure(
    [pytorchStep(work, { python: 'no-such-python', threads: 1, batches })],
    batches,
    pace,
  );
  expect(timing?.absent).toMatch(/no-such-python.*--python/);
});
