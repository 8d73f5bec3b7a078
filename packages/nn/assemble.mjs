// The part of a build that tsc does not know: WebAssembly text becomes a module that holds its bytes, so that Node, a
// browser and a bundler all load it as they load the rest.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import openWabt from 'wabt';

const source = new URL('src/direct/rowProduct.wat', import.meta.url);
const folder = new URL('dist/direct/', import.meta.url);

const wabt = await openWabt();
const module = wabt.parseWat('rowProduct.wat', readFileSync(source, 'utf8'), { simd: true });
module.validate();
const { buffer } = module.toBinary({});
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL('rowProductBytes.js', folder),
  `export const rowProductBytes = Uint8Array.of(${buffer});\n`,
);
writeFileSync(
  new URL('rowProductBytes.d.ts', folder),
  '/** rowProduct.wat, assembled. */\nexport declare const rowProductBytes: Uint8Array;\n',
);
