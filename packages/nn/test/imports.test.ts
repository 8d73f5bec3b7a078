// What an application pays for when it imports the package: the source is walked along its static imports.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The modules that a source file loads at once; `import type` and `import()` load nothing at once. */
function staticImports(source: string): string[] {
  const statement = /^(?:import|export)\s(?!type\b)[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm;
  return [...source.matchAll(statement)].map(([, from, bare]) => from ?? (bare as string));
}

/** The modules outside the package that an entry reaches. */
function externalsOf(entry: URL): Set<string> {
  const externals = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: URL): void => {
    if (seen.has(file.href)) return;
    seen.add(file.href);
    for (const specifier of staticImports(readFileSync(file, 'utf8'))) {
      if (specifier.startsWith('.')) visit(new URL(specifier.replace(/\.js$/, '.ts'), file));
      else externals.add(specifier);
    }
  };
  visit(entry);
  return externals;
}

const entry = (file: string): string[] => [...externalsOf(new URL(`../src/${file}`, import.meta.url))].sort();

it('the package runs where there are no files, and loads no runtime before an engine is opened', () => {
  expect(entry('index.ts')).toEqual([
    // Assembled from rowProduct.wat: bytes, nothing else.
    '#rowProductBytes',
    '@rectify/activations',
    'protobufjs',
    'pure-rand/distribution/uniformFloat32',
    'pure-rand/distribution/uniformFloat64',
    'pure-rand/distribution/uniformInt',
    'pure-rand/generator/xoroshiro128plus',
  ]);
});

it('files are a matter of their own', () => {
  expect(entry('files.ts')).toEqual(['node:crypto', 'node:fs/promises', 'node:path']);
});

it('TensorFlow.js itself is loaded when it is asked for', () => {
  expect(entry('tensorflow.ts')).toEqual(['node:module']);
});
