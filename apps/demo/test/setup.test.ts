import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireSpace } from '../src/setup/diskSpace.js';
import { type SetupOptions, setupTensorflow } from '../src/setup/setupTensorflow.js';
import { tensorflowPackage } from '../src/setup/tensorflowPackage.js';
import type { Host } from '../src/terminal.js';
import { runCli, temporaryFolder, until } from './cliProcess.js';
import { NATIVE_ABSENCE } from './nativeTensorflow.js';

const MANIFEST = '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }\n';
const SYSTEM_PATH = 'PATH=/usr/bin:/bin';
/** A pip that notes its calls, and a Python that unpacks what it brought. */
const PYTHON = `#!/bin/sh
${SYSTEM_PATH}
case "$*" in
  *--version) exit 0;;
  *download*) echo called >> "$CALLS"; for word; do [ "$last" = --dest ] && dest=$word; last=$word; done
    echo wheel > "$dest/tensorflow.whl";;
  *zipfile*) eval "into=\\\${$#}"; mkdir -p "$into/tensorflow/include"
    touch "$into/tensorflow/libtensorflow_cc.so.2" "$into/tensorflow/libtensorflow_framework.so.2";;
  *) exit 1;;
esac
`;
const SLOW_PYTHON = PYTHON.replace('echo wheel >', 'echo half > "$dest/half.tmp"; sleep 60; echo wheel >');
const OFFLINE_PYTHON = PYTHON.replace(
  'echo wheel >',
  'echo "ERROR: No route to the index" >&2; exit 1; echo >',
);
const PIPLESS_PYTHON = '#!/bin/sh\nexit 1\n';
/** An installer that leaves half of its work behind. */
const NPM = `#!/bin/sh
${SYSTEM_PATH}
mkdir -p deps/lib; echo half > deps/lib/libtensorflow.so; echo '{ "changed": 1 }' > package.json
echo "Error: getaddrinfo ENOTFOUND"; exit 1
`;

/** A package without its native library, on a machine that has these programs and no others. */
function machine(programs: Readonly<Record<string, string>>, more: Partial<SetupOptions> = {}) {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  const place = tensorflowPackage(join(folder, 'package'), '4.22.0');
  mkdirSync(place.folder);
  writeFileSync(join(place.folder, 'package.json'), MANIFEST);
  const notes: string[] = [];
  const options: SetupOptions = {
    host: {
      nodeVersion: process.versions.node,
      system: 'linux',
      architecture: 'x64',
      executable: process.execPath,
      environment: { PATH: bin, CALLS: join(folder, 'calls') },
      processId: 1,
      isRunning: () => false,
      processorMs: () => 0,
      libc: () => 'glibc 2.36',
    },
    place,
    whyAbsent: async () => 'its native library is not installed',
    signal: new AbortController().signal,
    progress: { update: () => {}, end: () => {} },
    note: (line) => notes.push(line),
    ...more,
  };
  const calls = (): number => readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1;
  return { options, notes, calls, place };
}

const ELSEWHERE: readonly (readonly [name: string, host: Partial<Host>, message: RegExp])[] = [
  ['musl', { libc: () => 'musl' }, /needs glibc, and this system has musl: .*runs on WebAssembly/],
  ['FreeBSD', { system: 'freebsd', libc: () => undefined }, /no native TensorFlow for freebsd-x64/],
  ['32 bits', { architecture: 'ia32' }, /no native TensorFlow for linux-ia32/],
  ['macOS', { system: 'darwin', libc: () => undefined }, /on darwin there is only the installer of/],
];

const COMPILER = { make: '#!/bin/sh\n', 'g++': '#!/bin/sh\n' };

describe.skipIf(process.platform === 'win32')('setup', () => {
  it.each([
    ['no make', {}, /^there is no make \(looked for make\); install one/],
    ['no compiler', { make: '#!/bin/sh\n' }, /^there is no C\+\+ compiler \(looked for g\+\+\)/],
    ['no Python', COMPILER, /^there is no python3 or python on the path; install Python 3 with pip/],
    ['no pip', { ...COMPILER, python3: PIPLESS_PYTHON }, /^python3 and python have no pip; install/],
    [
      'no index',
      { ...COMPILER, python3: OFFLINE_PYTHON },
      /^pip could not fetch tensorflow-cpu [\d.]+: No route to the index; see that pip reaches/,
    ],
  ])('%s: says so, and leaves the package as it was', async (_, programs, message) => {
    const { options, place, notes } = machine({ npm: NPM, ...programs });
    await expect(setupTensorflow(options)).rejects.toThrow(message);
    expect(notes).toEqual([expect.stringContaining('did not work (Error: getaddrinfo ENOTFOUND)')]);
    expect(readdirSync(place.folder)).toEqual(['package.json']);
    expect(readFileSync(join(place.folder, 'package.json'), 'utf8')).toBe(MANIFEST);
  });

  it('that fails after its download keeps that and nothing else, and does not repeat it', async () => {
    const { options, place, calls } = machine({ ...COMPILER, python3: PYTHON });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(setupTensorflow(options)).rejects.toThrow(/^the addon does not compile: /);
      expect(readdirSync(place.folder).sort()).toEqual(['.rectify-setup', 'package.json']);
      expect(readdirSync(place.workshop)).toEqual(['wheel']);
      expect(calls()).toBe(1);
    }
  });

  it('that is interrupted ends what it started, and leaves no half of a download', async () => {
    const stop = new AbortController();
    const { options, place } = machine({ ...COMPILER, python3: SLOW_PYTHON }, { signal: stop.signal });
    const work = setupTensorflow(options);
    await until(() => existsSync(join(place.workshop, 'wheel.part', 'half.tmp')));
    stop.abort();
    await expect(work).rejects.toThrow(/^stopped; nothing is left behind; this goes on: rectify setup/);
    expect(readdirSync(place.folder)).toEqual(['package.json']);
  });

  it('that finds the library loading does nothing', async () => {
    const { options, place } = machine({}, { whyAbsent: async () => undefined });
    expect(await setupTensorflow(options)).toBe('present');
    expect(readdirSync(place.folder)).toEqual(['package.json']);
  });

  it('never writes through a file that the package shares with other projects', async () => {
    const { options, place } = machine({ npm: NPM });
    const shared = join(place.folder, '..', 'shared.json');
    writeFileSync(shared, MANIFEST);
    rmSync(join(place.folder, 'package.json'));
    linkSync(shared, join(place.folder, 'package.json'));
    await expect(setupTensorflow(options)).rejects.toThrow();
    expect(readFileSync(shared, 'utf8')).toBe(MANIFEST);
  });

  it.each(ELSEWHERE)('%s: says what to do', async (_, host, message) => {
    const { options, place } = machine({});
    const work = setupTensorflow({ ...options, host: { ...options.host, ...host } });
    await expect(work).rejects.toThrow(message);
    expect(readdirSync(place.folder)).toEqual(['package.json']);
  });

  it('says how much room is needed, and where', async () => {
    const folder = temporaryFolder();
    await expect(requireSpace(folder, { bytes: 2 ** 60, purpose: 'for a lot' })).rejects.toThrow(
      /^not enough room for a lot: 1,099,511,627,776 MiB are needed in \/.*, [\d,]+ MiB are free; make room/,
    );
    await requireSpace(folder, { bytes: 1, purpose: 'for little' });
  });
});

describe.skipIf(NATIVE_ABSENCE !== undefined)('setup, where the native library is there', () => {
  it('says so after loading it', async () => {
    const { exitCode, stdout, stderr } = await runCli(['setup', 'tensorflow', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ package: '@tensorflow/tfjs-node', source: 'present' });
  });
});
