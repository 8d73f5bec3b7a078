import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';

const folder = temporaryFolder();
const SMALL = 'train classifier --network residual --activation prelu --epochs 2 --seed 3'.split(' ');
const FEW = '--training-images 40 --batch-size 8 --evaluation-images 30'.split(' ');

beforeAll(async () => {
  const { exitCode, stderr } = await runCli([...SMALL, ...FEW, '--out', 'run'], folder);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
}, 120_000);

it('leaves the files of a run, and a result that says what was trained', () => {
  expect(readdirSync(join(folder, 'run')).sort()).toEqual([
    'checkpoint.json',
    'checkpoint.safetensors',
    'config.json',
    'metrics.jsonl',
    'model.onnx',
    'result.json',
  ]);
  const result = JSON.parse(readFileSync(join(folder, 'run', 'result.json'), 'utf8'));
  expect(result).toMatchObject({
    kind: 'classifier',
    network: 'residual',
    activation: 'prelu:0.25',
    seed: 3,
    epochs: 2,
    steps: 10,
    evaluation: { images: 30 },
  });
});

it('--resume shows the result of a finished run, and refuses one of another network', async () => {
  const again = await runCli([...SMALL, ...FEW, '--out', 'run', '--resume'], folder);
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/on 30 test digits/) });
  const other = [...SMALL, ...FEW, '--network', 'plain', '--out', 'run', '--resume'];
  expect((await runCli(other, folder)).stderr).toMatch(/holds a run with network "residual"/);
});

it('evaluate prints accuracy, classes and confusions, and JSON with the same numbers', async () => {
  const { stdout } = await runCli(['evaluate', 'run', '--images', '30'], folder);
  expect(stdout).toMatch(/digits +30 of MNIST's test digits/);
  expect(stdout).toMatch(/is \\ taken for/);
  const printed = await runCli(['evaluate', 'run', '--images', '30', '--json'], folder);
  const { evaluation } = JSON.parse(readFileSync(join(folder, 'run', 'result.json'), 'utf8'));
  expect(JSON.parse(printed.stdout)).toMatchObject({ kind: 'classifier', split: 'test', ...evaluation });
});

it('inspect and export know it; what means nothing to it is refused', async () => {
  expect((await runCli(['inspect', 'run'], folder)).stdout).toMatch(/residual.*prelu:0\.25/);
  const exported = await runCli(['export', 'run', '--format', 'tfjs', '--out', 'exported'], folder);
  expect(exported).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/model\.json/) });
  const threshold = await runCli(['evaluate', 'run', '--threshold', '0.5'], folder);
  expect(threshold).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/a run of a classifier/) });
  const split = await runCli(['evaluate', 'run', '--split', 'val'], folder);
  expect(split).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/train and test, got "val"/) });
});
