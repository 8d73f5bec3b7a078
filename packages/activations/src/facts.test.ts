import { expect, it } from 'vitest';
import { activationFacts } from './facts.js';
import { activationKinds } from './spec.js';

it('has facts on every activation', () => {
  expect(Object.keys(activationFacts).sort()).toEqual([...activationKinds].sort());
});

it('knows the origins that the articles name: 2010, 2013, 2015', () => {
  expect(activationFacts.relu).toMatchObject({ year: 2010, paper: { venue: 'ICML 2010' } });
  expect(activationFacts.leaky_relu.paper?.authors.map(familyName)).toEqual(['Maas', 'Hannun', 'Ng']);
  expect(activationFacts.leaky_relu.year).toBe(2013);
  expect(activationFacts.prelu.paper?.authors.map(familyName)).toEqual(['He', 'Zhang', 'Ren', 'Sun']);
  expect(activationFacts.prelu.year).toBe(2015);
});

it('names a paper and its year together', () => {
  for (const { paper, year } of Object.values(activationFacts)) expect(paper === null).toBe(year === null);
});

it('balances the braces of its LaTeX', () => {
  for (const { formula, derivative } of Object.values(activationFacts)) {
    for (const { latex } of [formula, derivative]) {
      expect(latex.split('{').length).toBe(latex.split('}').length);
    }
  }
});

function familyName(author: string): string | undefined {
  return author.split(' ').at(-1);
}
