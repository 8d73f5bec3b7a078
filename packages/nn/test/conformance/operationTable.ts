// The table of operations by engine, made from what the code is: the engines' own tables, the gradient rules and the
// samples of the conformance suite.
import { lowerings } from '../../src/engines/onnx/lowerings.js';
import { rows as referenceRows } from '../../src/engines/reference/rows.js';
import { rows as tensorflowRows } from '../../src/engines/tensorflow/rows.js';
import { input } from '../../src/graph/leaves.js';
import type { OperationName } from '../../src/graph/operationSet.js';
import { topologicalOrder } from '../../src/graph/topologicalOrder.js';
import type { Value } from '../../src/graph/value.js';
import type { EngineName } from '../../src/index.js';
import { graphOf, samplesOf } from './operationChecks.js';
import { type OperationCheck, operationSamples } from './operationSamples.js';

/** Where graphs begin: an engine has these at hand, and what it does about them is its own affair. */
const LEAVES: readonly OperationName[] = ['input', 'variable', 'constant'];

/** The operations that each engine computes. */
const ENGINE_TABLES: Readonly<Record<EngineName, object>> = {
  onnx: lowerings,
  tensorflow: tensorflowRows,
  reference: referenceRows,
};

const HEADINGS = ['operation', 'gradient', ...Object.keys(ENGINE_TABLES), 'samples', 'compared'];

/** The page `docs/operations.md`. */
export function operationTable(): string {
  const table = Object.entries(operationSamples)
    .filter(([name]) => !isLeaf(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, check]) => rowOf(name, check));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...table.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [...PREFACE, '', ...[HEADINGS, rule, ...table].map(line), ''].join('\n');
}

const PREFACE = [
  '# Operations by engine',
  '',
  '`pnpm operations` writes this page from the code; a test fails when it is out of date. Whoever adds an operation runs it again.',
  '',
  '- **gradient**: the inputs to which the rule of the operation, `packages/nn/src/graph`, gives a gradient.',
  '- **engine**: `forward` if its table has a row for the operation, `gradient` if it also has one for every operation that the',
  '  rule uses.',
  '- **samples**: random arguments on which `packages/nn/test/conformance/operationSamples.ts` checks every engine: `reference`',
  '  against central differences of itself, the others, in single precision, against `reference`.',
  '- **compared**: what is checked there. Where no gradient flows it must be 0. Cases of PyTorch, exact points, extremes and ties',
  '  are checked besides, in the files beside it.',
  '',
  'Graphs begin with `input`, `variable` and `constant`, which an engine has at hand and does not compute.',
];

function isLeaf(name: string): boolean {
  return LEAVES.some((leaf) => leaf === name);
}

function rowOf(name: string, check: OperationCheck): string[] {
  const samples = samplesOf(name, check).map(graphOf);
  const made = topologicalOrder(samples.map(({ output }) => output)).filter(
    ({ operation }) => operation === name,
  );
  const rules = made.map(ruleOf);
  const engines = Object.values(ENGINE_TABLES).map((table) => support(table, name, rules));
  const isDifferentiated = samples.some(({ differentiated }) => Object.keys(differentiated).length > 0);
  return [
    `\`${name}\``,
    describeRules(rules, check),
    ...engines,
    String(samples.length),
    isDifferentiated ? 'values, gradient' : 'values',
  ];
}

/** What a gradient rule does at one place of a graph. */
interface RuleAt {
  readonly inputs: number;
  /** The contributions to inputs; null where there is a gradient but no rule for it. */
  readonly contributions: readonly Value[] | null;
}

function ruleOf(value: Value): RuleAt {
  const { inputs, attributes, gradient, shape } = value;
  if (gradient === null) return { inputs: inputs.length, contributions: [] };
  try {
    const upstream = input('upstream', shape);
    const all = gradient.contributions({ inputs, output: value, upstream, attributes });
    return { inputs: inputs.length, contributions: all.filter((contribution) => contribution !== null) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { inputs: inputs.length, contributions: null };
  }
}

function describeRules(rules: readonly RuleAt[], { notDifferentiable }: OperationCheck): string {
  const reached = Math.max(...rules.map(({ contributions }) => contributions?.length ?? 0));
  if (reached === 0) return `none: ${notDifferentiable ?? 'no input has one'}`;
  const most = Math.max(...rules.map(({ inputs }) => inputs));
  if (reached === most) return most === 1 ? 'yes' : 'yes, of all inputs';
  return `yes, of ${reached} of ${most} inputs`;
}

function support(table: object, name: string, rules: readonly RuleAt[]): string {
  if (!Object.hasOwn(table, name)) return '-';
  const contributions = rules.flatMap((rule) => rule.contributions ?? []);
  const used = topologicalOrder(contributions).map(({ operation }) => operation);
  const computes = (operation: OperationName): boolean =>
    isLeaf(operation) || Object.hasOwn(table, operation);
  return contributions.length > 0 && used.every(computes) ? 'forward, gradient' : 'forward';
}
