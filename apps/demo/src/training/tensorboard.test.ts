import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type { RunConfig } from '../runs/runConfig.js';
import { processTerminal } from '../terminal.js';
import { openTraining } from './openTraining.js';

vi.mock('@rectify/nn/tensorflow', () => ({ loadTfjsNode: () => ({ absence: 'it is not here' }) }));

const folder = mkdtempSync(join(tmpdir(), 'rectify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('--tensorboard without native TensorFlow is an error before anything is written', async () => {
  const config: RunConfig = {
    kind: 'dqn',
    options: {
      environment: 'CartPole-v1',
      steps: 1,
      activation: 'relu',
      seed: 0,
      engine: 'onnx',
      settings: {},
    },
    effectiveSettings: {},
    versions: {},
    machine: {},
  };
  const place = { out: join(folder, 'run'), tensorboard: join(folder, 'board') };
  await expect(openTraining(processTerminal(), config, place)).rejects.toThrow(
    /^--tensorboard needs native TensorFlow, and it is not here; run rectify setup tensorflow, or leave/,
  );
  expect(Object.values(place).filter((path) => existsSync(path))).toEqual([]);
});
