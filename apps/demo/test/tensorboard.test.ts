import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ended, runCli, startCli, temporaryFolder, until } from './cliProcess.js';
import { eventFiles, type LoggedScalar, readEventFile } from './eventFile.js';
import { NATIVE_ABSENCE } from './nativeTensorflow.js';
import { writeVocFolder } from './vocFolder.js';

const AGENT =
  'train dqn --activation prelu --steps 1600 --set warmUpSteps=200 --set stepsPerEvaluation=400 --set evaluationEpisodes=2';
const DETECTOR =
  'train detector --data voc:voc --activation prelu --epochs 2 --set batchSize=4 --set evaluateEvery=1 --set reportEvery=1';

type Line = Record<string, unknown> & { readonly type: string; readonly step: number };

function metricsOf(run: string): Line[] {
  const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** What a line of metrics must have become: its own numbers, and those of its layers. */
function scalarsOf({ type, step, ...fields }: Line): LoggedScalar[] {
  const logged = (tag: string, value: unknown): LoggedScalar[] => {
    if (typeof value === 'number') return [{ tag, step, value: Math.fround(value) }];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([key, part]) => logged(`${tag}/${key}`, part));
  };
  return Object.entries(fields).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return logged(`${type}/${name}`, value);
    return value.flatMap(({ layer, ...numbers }: { layer: string }) => logged(`${name}/${layer}`, numbers));
  });
}

function tagsOf(scalars: readonly LoggedScalar[]): string[] {
  return [...new Set(scalars.map(({ tag }) => tag))];
}

describe.skipIf(NATIVE_ABSENCE !== undefined)('an event file', () => {
  it.each([
    ['an agent', AGENT, ['episode/return', 'update/loss', 'evaluation/meanReturn']],
    ['a detector', DETECTOR, ['update/boxLoss', 'update/learningRate', 'evaluation/mAP50', 'evaluation/mAP']],
  ])('of %s holds the numbers of its metrics, at their steps', async (_, words, tags) => {
    const folder = temporaryFolder();
    await writeVocFolder(join(folder, 'voc'));
    // Inside of the run's own folder is the hardest place: the run must neither refuse nor clear it.
    const places = ['--out', 'run', '--tensorboard', join('run', 'board')];
    const { exitCode, stderr } = await runCli([...words.split(' '), ...places], folder);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const files = eventFiles(join(folder, 'run', 'board'));
    expect(files).toHaveLength(1);
    const scalars = files.flatMap(readEventFile);
    expect(scalars).toEqual(metricsOf(join(folder, 'run')).flatMap(scalarsOf));
    expect(tagsOf(scalars)).toEqual(expect.arrayContaining(tags));
    expect(tagsOf(scalars).filter((tag) => tag.endsWith('/deadShare'))).not.toEqual([]);
    expect(tagsOf(scalars).filter((tag) => /^learnedSlopes\/.*\/mean$/.test(tag))).not.toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('of a run that goes on continues the one before', async () => {
    const folder = temporaryFolder();
    const words = [...AGENT.split(' '), '--out', 'run', '--tensorboard', 'board'];
    const child = startCli(words, folder);
    const result = ended(child);
    await until(() => existsSync(join(folder, 'run', 'checkpoint.json')));
    child.kill('SIGINT');
    const { exitCode, stderr } = await result;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('--tensorboard board --resume');
    expect(await runCli([...words, '--resume'], folder)).toMatchObject({ exitCode: 0 });
    const files = eventFiles(join(folder, 'board'));
    expect(files).toHaveLength(2);
    expect(files.flatMap(readEventFile)).toEqual(metricsOf(join(folder, 'run')).flatMap(scalarsOf));
  });
});
