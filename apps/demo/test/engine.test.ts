import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';
import { writeVocFolder } from './vocFolder.js';

const folder = temporaryFolder();
const AGENT =
  'train dqn --activation prelu --steps 800 --set warmUpSteps=200 --set stepsPerEvaluation=400 --set evaluationEpisodes=2';
const DETECTOR =
  'train detector --data voc:voc --epochs 1 --set batchSize=4 --set evaluateEvery=1 --set reportEvery=1';

async function train(words: string, engine: string, out: string) {
  const all = [...words.split(' '), '--engine', engine, '--out', out, '--json'];
  const { exitCode, stdout, stderr } = await runCli(all, folder);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return { result: JSON.parse(stdout), lines: linesOf(out) };
}

function linesOf(run: string): { type: string; loss: number }[] {
  const lines = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

describe('--engine', () => {
  it.each([
    ['an agent', AGENT],
    ['a detector', DETECTOR],
  ])('%s trains alike on both, and says on which', async (name, words) => {
    await writeVocFolder(join(folder, 'voc'));
    const onnx = await train(words, 'onnx', `${name}-onnx`);
    const tensorflow = await train(words, 'tensorflow', `${name}-tensorflow`);
    expect(onnx.result.engine).toBe('onnx');
    expect(tensorflow.result.engine).toMatch(/^tensorflow \((native|wasm|cpu)\)$/);
    const [firstLoss = Number.NaN, otherLoss = Number.NaN] = [onnx, tensorflow].map(
      ({ lines }) => lines.find(({ type }) => type === 'update')?.loss,
    );
    expect(Math.abs(otherLoss / firstLoss - 1)).toBeLessThan(0.01);
  });

  it('is part of what a run was asked to do', async () => {
    await train(AGENT, 'onnx', 'asked');
    const config = JSON.parse(readFileSync(join(folder, 'asked', 'config.json'), 'utf8'));
    expect(config.options.engine).toBe('onnx');
    const words = [...AGENT.split(' '), '--engine', 'tensorflow', '--out', 'asked', '--resume'];
    const { exitCode, stderr } = await runCli(words, folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('asked holds a run with engine "onnx", asked for is "tensorflow"');
  });
});
