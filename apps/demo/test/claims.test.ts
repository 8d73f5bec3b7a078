import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';

describe('rectify experiment', { timeout: 240_000 }, () => {
  it('measures, does not repeat what it has, and mends a line that was cut off', async () => {
    const out = join(temporaryFolder(), 'born-dead');
    const words = ['experiment', 'born-dead', '--out', out];
    const first = await runCli(words);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stdout).toMatch(/width\s+depth\s+activation\s+bornDeadShare/);
    const file = join(out, 'observations.jsonl');
    const lines = readFileSync(file, 'utf8');
    expect(lines.trimEnd().split('\n')).toHaveLength(120);
    writeFileSync(file, lines.split('\n').slice(0, 100).join('\n'));
    const again = await runCli([...words, '--json']);
    expect(JSON.parse(again.stdout)).toHaveLength(120);
    expect(readFileSync(file, 'utf8')).toBe(lines);
  });

  it('lists the experiments, and says what is wrong with a name, a folder or a file', async () => {
    const { stdout } = await runCli(['experiment']);
    expect(stdout).toMatch(/unit-health\s+Do units die/);
    expect(await runCli(['experiment', 'born'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown experiment "born"; known: unit-health, /),
    });
    const out = temporaryFolder();
    writeFileSync(join(out, 'letter.txt'), 'dear');
    expect(await runCli(['experiment', 'born-dead', '--out', out])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/holds files, but no experiment/),
    });
  });

  it('refuses a damaged line, with its number', async () => {
    const out = join(temporaryFolder(), 'x');
    await runCli(['experiment', 'born-dead', '--out', out]);
    const file = join(out, 'observations.jsonl');
    appendFileSync(file, '{"study": 3}\n');
    const { exitCode, stderr } = await runCli(['experiment', 'born-dead', '--out', out]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/observations\.jsonl, line 121: study/);
  });
});

describe('rectify claims', { timeout: 240_000 }, () => {
  it('runs what the chosen claims need and decides them', async () => {
    const out = join(temporaryFolder(), 'claims');
    const { exitCode, stdout } = await runCli(['claims', '--only', 'C1,C37,C35,C39', '--out', out]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^C1 {2}SUPPORTED$/m);
    expect(stdout).toMatch(/^C35 {2}REFUTED$/m);
    expect(stdout).toMatch(/^C37 {2}SUPPORTED$/m);
    expect(stdout).toMatch(/bootstrap intervals, paired by seed and widened for few seeds/);
    expect(stdout).toMatch(/4 claims: 2 supported, 1 refuted, 0 inconclusive, 1 not tested, 0 advice/);
    const { claims } = JSON.parse(readFileSync(join(out, 'claims.json'), 'utf8'));
    const born = claims.find(({ id }: { id: string }) => id === 'C37').contrasts[0];
    expect(born.estimate).toBeGreaterThan(0.5);
    expect(existsSync(join(out, 'agents-cartpole'))).toBe(false);
    const page = readFileSync(join(out, 'claims.html'), 'utf8');
    const files = [...page.matchAll(/href="((?:plots\/|observations|claims)[^"]+)"/g)].map(
      ([, file = '']) => file,
    );
    expect(files).toContain('plots/C37-1.png');
    for (const file of files) expect(existsSync(join(out, file)), file).toBe(true);
  });

  it('says what is wrong with an id', async () => {
    expect(await runCli(['claims', '--only', 'C1,C99'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/--only must name claims from C1 to C58, got "C99"/),
    });
  });
});
