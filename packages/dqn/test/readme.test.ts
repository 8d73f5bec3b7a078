import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

describe('the program of the README', () => {
  it('stands there as it is compiled here', async () => {
    expect(await read('../README.md')).toContain(`\`\`\`ts\n${await read('readmeProgram.ts')}\`\`\``);
  });

  it('trains an agent that balances the pole', async () => {
    const { curve, meanReturn } = await import('./readmeProgram.js');
    expect(curve.length).toBe(4);
    expect(meanReturn).toBeGreaterThan(195);
  });
});
