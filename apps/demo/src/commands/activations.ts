import { extname } from 'node:path';
import {
  type Activation,
  type ActivationFacts,
  activationFacts,
  activationKinds,
  notesOn,
  parseActivation,
  printActivation,
} from '@rectify/activations';
import type { Command } from 'commander';
import { UsageError } from '../failure.js';
import { type Column, printFields, printTable } from '../output/table.js';
import type { Terminal } from '../terminal.js';

interface ActivationsOptions {
  readonly json?: boolean;
  readonly plot?: string;
}

/** `rectify activations [SPEC]`: what the rectifiers are, one or all of them. */
export function addActivationsCommand(program: Command, terminal: Terminal): void {
  program
    .command('activations')
    .description('Show the known activations, or one of them with its formula, facts and values.')
    .argument('[spec]', 'such as relu, leaky_relu:0.1 or prelu:init=0.25,shared', parseActivation)
    .option('--plot <file>', 'draw value and derivative into FILE.svg or FILE.png', plotFile)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rectify activations leaky_relu:0.1 --plot leaky_relu.png')
    .action(async (activation: Activation | undefined, options: ActivationsOptions) => {
      const shown = activation === undefined ? everyActivation() : [activation];
      const described = shown.map(describe);
      if (options.json)
        terminal.print(JSON.stringify(activation === undefined ? described : described[0], null, 2));
      else terminal.print(activation === undefined ? overview(shown) : portrait(activation));
      if (options.plot !== undefined) {
        await drawPlot(shown.map(printActivation), options.plot);
        terminal.note(`plot in ${options.plot}`);
      }
    });
}

/** Where the printed values are taken: around the kink, and far from it. */
const VALUE_GRID = [-10, -3, -1, -0.5, 0, 0.5, 1, 3, 10];

function everyActivation(): Activation[] {
  return activationKinds.map(parseActivation);
}

function describe(activation: Activation) {
  const { name, formula, derivative, range, year, paper, strengths, weaknesses, usedIn } =
    factsOn(activation);
  return {
    activation: printActivation(activation),
    name,
    formula: formula.text,
    derivative: derivative.text,
    range,
    year,
    paper,
    strengths,
    weaknesses,
    usedIn,
    notes: notesOn(activation),
    values: VALUE_GRID.map((x) => ({
      x,
      value: activation.forward(x),
      derivative: activation.derivative(x),
    })),
  };
}

function factsOn({ kind }: Activation): ActivationFacts {
  return activationFacts[kind];
}

const OVERVIEW: readonly Column[] = [
  { heading: 'activation' },
  { heading: 'name' },
  { heading: 'f(x)' },
  { heading: "f'(0)", isNumeric: true },
  { heading: 'f(-1)', isNumeric: true },
  { heading: 'year', isNumeric: true },
];

function overview(shown: readonly Activation[]): string {
  const rows = shown.map((activation) => {
    const { name, formula, year } = factsOn(activation);
    const numbers = [activation.derivative(0), activation.forward(-1)].map(shortNumber);
    return [printActivation(activation), name, formula.text, ...numbers, String(year ?? '')];
  });
  return printTable(OVERVIEW, rows);
}

function portrait(activation: Activation): string {
  const { name, formula, derivative, range, year, paper, strengths, weaknesses, usedIn } =
    factsOn(activation);
  const source = paper && `${paper.authors.join(', ')} (${year}): ${paper.title}. ${paper.venue}.`;
  const fields = printFields([
    ['activation', printActivation(activation)],
    ['f(x)', formula.text],
    ["f'(x)", derivative.text],
    ['range', range],
    ...(source ? [['paper', source] as const] : []),
  ]);
  return [
    `${name}\n`,
    fields,
    ...section('Strengths', strengths),
    ...section('Weaknesses', weaknesses),
    ...section('Used in', usedIn),
    ...section('Note', notesOn(activation)),
    `\n${valueTable(activation)}`,
  ].join('\n');
}

function section(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ['', title, ...sentences.map((sentence) => `  - ${sentence}`)];
}

function valueTable(activation: Activation): string {
  const columns = ['x', 'f(x)', "f'(x)"].map((heading) => ({ heading, isNumeric: true }));
  const rows = VALUE_GRID.map((x) => [x, activation.forward(x), activation.derivative(x)].map(shortNumber));
  return printTable(columns, rows);
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

const PLOT_ENDINGS = ['.svg', '.png'];

function plotFile(file: string): string {
  if (PLOT_ENDINGS.includes(extname(file).toLowerCase())) return file;
  throw new UsageError(`--plot must name a file that ends in ${PLOT_ENDINGS.join(' or ')}, got "${file}"`);
}

async function drawPlot(specs: readonly string[], file: string): Promise<void> {
  const { plotActivations, standaloneSvg } = await import('@rectify/benchmark/plots');
  const { writeWholeFile } = await import('../output/writeFile.js');
  const svg = await plotActivations(specs);
  if (extname(file).toLowerCase() === '.svg') return writeWholeFile(file, standaloneSvg(svg));
  const { rasterize } = await import('../plots/rasterize.js');
  await writeWholeFile(file, await rasterize(svg));
}
