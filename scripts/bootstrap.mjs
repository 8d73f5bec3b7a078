// The two commands of the README from a bare clone, `npm start` and `npm test`, and `setup` for CI. Needs Node only;
// pnpm comes through npx at the version that package.json pins.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager, engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const minimumNode = engines.node.replace('>=', '');

const JOBS = {
  start: (rest) => [['rectify', 'demo', ...rest]],
  setup: (rest) => [['rectify', 'setup', ...rest]],
  test: (rest) =>
    rest.length > 0
      ? [['test:unit', ...rest]]
      : [['lint'], ['check', '--output-logs=errors-only'], ['test:unit']],
};

function isOlder(version, minimum) {
  const [major, minor] = version.split('.').map(Number);
  const [minimumMajor, minimumMinor] = minimum.split('.').map(Number);
  return major < minimumMajor || (major === minimumMajor && minor < minimumMinor);
}

function pnpm(...args) {
  const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', COREPACK_ENABLE_STRICT: '0' };
  const { status, error } = spawnSync('npx', ['--yes', packageManager, ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) fail(`could not run npx: ${error.message}; is npm installed beside Node?`);
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(`rectify: ${message}`);
  process.exit(1);
}

if (isOlder(process.versions.node, minimumNode)) {
  fail(`needs Node ${minimumNode} or newer, this is ${process.versions.node}; install it from nodejs.org`);
}
const [job, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(JOBS, job)) fail(`unknown job "${job}"; known: ${Object.keys(JOBS).join(', ')}`);

pnpm('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only');
pnpm('run', 'build', '--output-logs=errors-only');
for (const command of JOBS[job](rest)) pnpm('run', ...command);
