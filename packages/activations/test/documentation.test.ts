// The README's program and every @example are run, so that no page promises what the code does not do.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as activations from '../src/index.js';
import * as program from './readme.program.js';

const folder = new URL('../', import.meta.url);

describe('the program of the README', () => {
  it('is the one that is compiled here', () => {
    const [, shown] = /```ts\n(.*?)```/s.exec(readFileSync(new URL('README.md', folder), 'utf8')) ?? [];
    const compiled = readFileSync(new URL('test/readme.program.ts', folder), 'utf8');
    expect(shown).toBe(compiled.replaceAll('export const', 'const'));
  });

  it('gives what its comments say', () => {
    expect(program.value).toBe(-0.03);
    expect(program.slope).toBe(0.25);
    expect(program.outputs).toEqual(Float32Array.of(-0.2, 0, 3));
    expect(program.name).toBe('leaky_relu:0.01');
    expect(program.title).toMatch(/^Delving Deep into Rectifiers: /);
  });
});

describe('@example', () => {
  const examples = readdirSync(new URL('src/', folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => examplesIn(readFileSync(new URL(`src/${file}`, folder), 'utf8')));

  it('stands at every function that the package exports', () => {
    const text = examples.map(({ call }) => call).join('\n');
    const functions = Object.values(activations).filter((value) => typeof value === 'function');
    for (const { name } of functions.filter((value) => value !== activations.ActivationSpecError)) {
      expect(text).toMatch(new RegExp(`\\b${name}\\(`));
    }
  });

  it.each(examples)('$call', ({ call, result }) => {
    expect(evaluate(call)).toEqual(evaluate(result));
  });
});

/** The lines `call; // result` below each @example. */
function examplesIn(source: string): { call: string; result: string }[] {
  return [...source.matchAll(/^ \* (.+?); \/\/ (.+)$/gm)].map(([, call = '', result = '']) => ({
    call,
    result,
  }));
}

function evaluate(expression: string): unknown {
  return new Function(...Object.keys(activations), `return (${expression});`)(...Object.values(activations));
}
