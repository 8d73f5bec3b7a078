import { expect, it } from 'vitest';
import { operationTable } from './conformance/operationTable.js';

it('docs/operations.md is what `pnpm operations` writes', async () => {
  await expect(operationTable()).toMatchFileSnapshot('../../../docs/operations.md');
});
