#!/usr/bin/env node
// Starts the command line. What is built lies in dist; a checkout that was never built gets told so.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../dist/main.js', import.meta.url))) {
  const { main } = await import('../dist/main.js');
  await main();
} else {
  console.error('rectify: not built yet; run `pnpm install && pnpm run build` in the project first');
  process.exitCode = 1;
}
