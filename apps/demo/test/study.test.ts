import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Study, Task } from '@rectify/benchmark';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandError, InterruptedError } from '../src/failure.js';
import { CLAIM_FILE } from '../src/output/claimFolder.js';
import { makeStudy } from '../src/study/makeStudy.js';
import { processTerminal, type Terminal } from '../src/terminal.js';
import { temporaryFolder, until } from './cliProcess.js';
import { writeVocFolder } from './vocFolder.js';

const folder = temporaryFolder();
const data = `voc:${join(folder, 'voc')}`;
const agentSettings = { warmUpSteps: 200, stepsPerEvaluation: 400, evaluationEpisodes: 2 };

const study: Study = {
  name: 'tiny',
  question: 'Does it work?',
  arms: [{ activation: 'relu' }, { activation: 'prelu' }],
  tasks: [
    { application: 'dqn', environment: 'CartPole-v1', steps: 800, settings: agentSettings },
    { application: 'detector', data, epochs: 1, settings: { batchSize: 4 } },
  ],
  seeds: [0],
};

/** A terminal that remembers what it was told, and can be interrupted. */
function quietTerminal(onNote: (line: string) => void = () => {}) {
  const printed: string[] = [];
  const noted: string[] = [];
  const controller = new AbortController();
  const terminal: Terminal = {
    ...processTerminal(),
    isWatched: false,
    print: (line) => printed.push(line),
    note: (line) => {
      noted.push(line);
      onNote(line);
    },
    interruption: () => controller.signal,
  };
  // Tests run in workers themselves, and would send their progress to the test runner.
  const { parent: _, ...alone } = terminal;
  return { terminal: alone, printed, noted, interrupt: () => controller.abort() };
}

beforeAll(() => writeVocFolder(join(folder, 'voc')));

// Workers take their time on a busy machine.
describe('a study', { timeout: 240_000 }, () => {
  const options = { directory: join(folder, 'study'), jobs: 2, command: 'rectify demo' };

  it('is made in worker processes, from its first run to its report', async () => {
    const { terminal, printed, noted } = quietTerminal();
    await makeStudy(terminal, study, options);
    expect(printed.join('\n')).toContain('CartPole-v1');
    expect(noted.at(-1)).toBe(`report: ${join(options.directory, 'report.html')}`);
    const report = readFileSync(join(options.directory, 'report.html'), 'utf8');
    expect(report.split('data:image/webp').length - 1).toBe(4);
    const results = JSON.parse(readFileSync(join(options.directory, 'results.json'), 'utf8'));
    expect(results.tasks).toHaveLength(2);
    expect(results.provenance.wallSeconds).toBeGreaterThan(0);
    expect(existsSync(join(options.directory, 'results.csv'))).toBe(true);
  });

  it('is reported again when it is finished, with the same numbers', async () => {
    const file = join(options.directory, 'results.json');
    const before = JSON.parse(readFileSync(file, 'utf8'));
    const { terminal, noted } = quietTerminal();
    await makeStudy(terminal, study, options);
    expect(noted).toContain('every run is finished: reporting them again');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before);
  });

  it('does not share its folder with another study', async () => {
    const { terminal } = quietTerminal();
    const other = { ...study, name: 'other' };
    await expect(makeStudy(terminal, other, options)).rejects.toThrow(/holds another study, "tiny"/);
  });

  it('never mixes runs of different settings or versions', async () => {
    const { terminal } = quietTerminal();
    const [agent] = study.tasks;
    const changed = { ...agent, settings: { ...agentSettings, batchSize: 16 } } as Task;
    const otherSettings = makeStudy(terminal, { ...study, tasks: [changed] }, options);
    await expect(otherSettings).rejects.toThrow(
      /dqn-CartPole-v1\/relu\/seed-0 holds a run of another .*batchSize/,
    );
    const newer = { ...terminal, host: { ...terminal.host, nodeVersion: '99.0.0' } };
    await expect(makeStudy(newer, study, options)).rejects.toThrow(/versions\.node .*, now "99\.0\.0"/);
  });

  it('that has changed reports the runs that it still has', async () => {
    const { terminal, printed } = quietTerminal();
    await makeStudy(terminal, { ...study, arms: study.arms.slice(0, 1) }, options);
    expect(printed.join('\n')).not.toContain('prelu');
  });

  it('refuses settings that no agent has, before any run begins', async () => {
    const { terminal } = quietTerminal();
    const arms = [{ activation: 'relu', settings: { lerningRate: 1 } }];
    const directory = join(folder, 'refused');
    const refused = makeStudy(terminal, { ...study, arms }, { ...options, directory });
    await expect(refused).rejects.toThrow(/run dqn-CartPole-v1-lerningRate=1\/relu\/seed-0: .*lerningRate/);
    expect(existsSync(directory)).toBe(false);
  });

  it('survives a failing worker, and says which run failed and why', async () => {
    // Values that leave every bound: the agent notices and stops.
    const flawed = { ...agentSettings, learningRate: 1e6, finalLearningRate: 1, divergenceFactor: 1e-6 };
    const [agent, detector] = study.tasks;
    if (agent?.application !== 'dqn' || !detector) throw new Error('the study has changed');
    const { terminal, noted } = quietTerminal();
    const failing = makeStudy(
      terminal,
      { ...study, arms: [{ activation: 'relu' }], tasks: [{ ...agent, settings: flawed }, detector] },
      { ...options, directory: join(folder, 'failing') },
    );
    await expect(failing).rejects.toThrow(CommandError);
    expect(noted).toContainEqual(expect.stringMatching(/^failed: dqn-CartPole-v1\/relu\/seed-0: .*diverge/));
    expect(existsSync(join(folder, 'failing', 'report.html'))).toBe(true);
  });

  it('survives that a worker is killed', async () => {
    const directory = join(folder, 'killed');
    const { terminal, noted } = quietTerminal();
    const tasks = study.tasks.slice(0, 1).map((task) => ({ ...task, steps: 4_000 }));
    const making = makeStudy(terminal, { ...study, tasks }, { ...options, directory });
    const run = join(directory, 'dqn-CartPole-v1/relu/seed-0');
    // The first evaluation is over and more are to come.
    await until(() => existsSync(join(run, 'checkpoint.json')));
    process.kill(Number(readFileSync(join(run, CLAIM_FILE), 'utf8')), 'SIGKILL');
    await making;
    expect(existsSync(join(run, 'result.json'))).toBe(true);
    expect(noted.filter((line) => line.startsWith('failed'))).toEqual([]);
  });

  it('that is interrupted stops its workers and goes on later', async () => {
    const directory = join(folder, 'interrupted');
    const long = { ...study, tasks: study.tasks.slice(0, 1).map((task) => ({ ...task, steps: 1_000_000 })) };
    const { terminal, interrupt } = quietTerminal();
    setTimeout(interrupt, 2_500);
    const making = makeStudy(terminal, long, { ...options, directory });
    await expect(making).rejects.toThrow(InterruptedError);
    expect(existsSync(join(directory, 'study.json'))).toBe(true);
    expect(existsSync(join(directory, 'report.html'))).toBe(false);
  });
});
