// What `rectify check-data` says: as text for people, and with stable keys for programs.
import type { DatasetCheck, DuplicateGroup, Histogram, SplitCheck } from '@rectify/vision';
import { type Column, printFields, printTable } from '../output/table.js';
import { firstFiles } from '../training/openData.js';

/** The keys that `rectify check-data --json` prints. */
export function summaryOf({ dataset, splits, problems, duplicates }: DatasetCheck) {
  return { data: dataset.spec, classes: dataset.classes, splits, problems, duplicates };
}

/** Lines of a kind that are printed; `--json` and `--out` have them all. */
const SHOWN = 12;

/** The check as a person reads it. */
export function describeCheck({ dataset, splits, problems, duplicates }: DatasetCheck): string {
  const warnings = splits.flatMap(({ name, warnings: ofSplit }) =>
    ofSplit.map(({ rule, count, files }) => `${name}: ${rule}: ${count} (${firstFiles(files)})`),
  );
  const acrossSplits = duplicates.filter(({ isAcrossSplits }) => isAcrossSplits);
  const withinSplit = duplicates.filter(({ isAcrossSplits }) => !isAcrossSplits);
  const lists = [
    section(
      'Broken',
      problems.map(({ kind, message }) => `${kind}: ${message}`),
    ),
    section('Warnings', warnings),
    section('In more than one split', acrossSplits.map(describeGroup)),
    section('More than once in a split', withinSplit.map(describeGroup)),
  ];
  const counts: [string, (split: SplitCheck) => number][] = [
    ['images', ({ images }) => images],
    ['images without objects', ({ imagesWithoutObjects }) => imagesWithoutObjects],
    ['objects', ({ objects }) => objects],
    ['objects ignored', ({ ignoredObjects }) => ignoredObjects],
    ...dataset.classes.map((name): [string, (split: SplitCheck) => number] => [
      `  ${name}`,
      ({ objectsPerClass }) => objectsPerClass[name] ?? 0,
    ]),
  ];
  return [
    printFields([
      ['data', dataset.spec],
      ['broken', String(problems.length)],
      ['warnings', String(warnings.length)],
      ['duplicates', `${acrossSplits.length} across splits, ${withinSplit.length} within one`],
    ]),
    table('', splits, counts),
    histogramTable('side of the box, pixels', splits, ({ boxSides }) => boxSides, String),
    histogramTable('side of the box, share', splits, ({ boxShares }) => boxShares, percent),
    histogramTable('longer side of the image, pixels', splits, ({ imageSides }) => imageSides, String),
    ...lists,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function table(
  heading: string,
  splits: readonly SplitCheck[],
  rows: readonly (readonly [label: string, value: (split: SplitCheck) => number])[],
): string {
  if (splits.length === 0) return '';
  const columns: Column[] = splits.map(({ name }) => ({ heading: name, isNumeric: true }));
  const cells = rows.map(([label, value]) => [label, ...splits.map((split) => String(value(split)))]);
  return printTable([{ heading }, ...columns], cells);
}

function histogramTable(
  heading: string,
  splits: readonly SplitCheck[],
  histogramOf: (split: SplitCheck) => Histogram,
  print: (edge: number) => string,
): string {
  const edges = splits[0] === undefined ? [] : histogramOf(splits[0]).edges;
  const rows = edges.map((edge, bin): [string, (split: SplitCheck) => number] => {
    const next = edges[bin + 1];
    const label = next === undefined ? `${print(edge)} and more` : `${print(edge)} to ${print(next)}`;
    return [label, (split) => histogramOf(split).counts[bin] ?? 0];
  });
  const filled = rows.filter(([, value]) => splits.some((split) => value(split) > 0));
  return filled.length === 0 ? '' : table(heading, splits, filled);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const more = lines.length > SHOWN ? [`  ... and ${lines.length - SHOWN} more (see --json or --out)`] : [];
  return [`${title}:`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join('\n');
}

function describeGroup({ likeness, pictures }: DuplicateGroup): string {
  const names = pictures.slice(0, 4).map(({ split, name }) => `${split}: ${name}`);
  const more = pictures.length > 4 ? [`and ${pictures.length - 4} more`] : [];
  return `${likeness}: ${[...names, ...more].join(', ')}`;
}
