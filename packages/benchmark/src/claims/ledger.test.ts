import { parseActivation } from '@rectify/activations';
import { describe, expect, it } from 'vitest';
import { claims } from './claims.js';
import { makeLedger } from './ledger.js';

describe('the claims', () => {
  it('are C1 to C58, each once', () => {
    expect(claims.map(({ id }) => id)).toEqual(Array.from({ length: 58 }, (_, index) => `C${index + 1}`));
  });

  it('say in two languages what they state', () => {
    for (const { statement, articles } of claims) {
      expect(statement.english).toMatch(/\.$/);
      expect(statement.chinese).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(articles.length).toBeGreaterThan(0);
    }
  });

  it('compare arms whose activations are printed in full', () => {
    const contrasts = claims.flatMap(({ test }) => (test.by === 'contrasts' ? test.contrasts : []));
    const activations = contrasts.flatMap(({ terms }) =>
      terms.flatMap(({ arms }) => arms.map(({ activation }) => String(activation))),
    );
    expect(activations.length).toBeGreaterThan(100);
    for (const spec of new Set(activations)) expect(parseActivation(spec).kind).toBe(spec.split(':')[0]);
  });

  it('have contrasts of different names', () => {
    for (const { id, test } of claims) {
      if (test.by !== 'contrasts') continue;
      const names = test.contrasts.map(({ name }) => name);
      expect(new Set(names).size, id).toBe(names.length);
    }
  });
});

describe('makeLedger', () => {
  it('decides what needs no runs, and leaves the rest untested', async () => {
    const ledger = await makeLedger([], { seed: 0, replicates: 100 });
    const verdicts = Object.fromEntries(ledger.map(({ claim, verdict }) => [claim.id, verdict]));
    const supported = [
      'C1',
      'C2',
      'C3',
      'C6',
      'C7',
      'C8',
      'C9',
      'C10',
      'C11',
      'C12',
      'C33',
      'C50',
      'C52',
      'C55',
    ];
    for (const id of supported) expect(verdicts[id], id).toBe('supported');
    for (const id of ['C4', 'C20', 'C35', 'C47']) expect(verdicts[id], id).toBe('refuted');
    for (const id of ['C13', 'C32', 'C44', 'C39']) expect(verdicts[id], id).toBe('not tested');
  });
});
