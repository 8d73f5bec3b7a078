// A tail that runs where its variables lie, behind each run of the head.
import { isOperation } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { type Memory, partOf } from '../nativeMemory.js';
import type { TensorType } from '../tensorType.js';
import { assemble } from '../webassembly/assemble.js';
import type { SharedMemory } from '../webassembly/sharedMemory.js';
import type { Portion } from './handover.js';
import type { PointwiseTail } from './pointwiseTail.js';
import { argumentsOf, tailText } from './tailText.js';

type Numbers = Memory<Float32Array>;

/** Numbers in shared memory; those of a variable may lie elsewhere from one run to the next. */
interface Argument {
  readonly values: Float32Array;
}

/** What a tail runs on. */
export interface TailSite {
  /** Where all of its variables lie. */
  readonly home: SharedMemory;
  readonly variable: (name: string) => Argument;
  /** What the head hands over, by name. */
  readonly portions: ReadonlyMap<string, Portion>;
}

/** Elements that a tail needs besides its variables, each in a piece of memory of its own. */
export function roomFor(tail: PointwiseTail): number[] {
  const { sources, outputs } = argumentsOf(tail);
  return [...sources.map(({ shape }) => sizeOf(shape)), ...outputs.map(() => 1)];
}

/** Compiles a tail. What it gives takes room at once, so that nobody else can have it in the meantime. */
export async function prepareTail(tail: PointwiseTail): Promise<(site: TailSite) => TailProgram> {
  const bytes = await assemble(tailText(tail));
  return (site) => new TailProgram(tail, bytes, site);
}

/** A compiled tail. */
export class TailProgram {
  /** Where the head writes what it hands over, by name of its output. */
  readonly handed: ReadonlyMap<string, Numbers>;
  /** What is fed before a run, by name of the input. */
  readonly fed: ReadonlyMap<string, { readonly type: TensorType; readonly numbers: Numbers }>;
  /** Names of the variables that it writes. */
  readonly updates: readonly string[];
  readonly #outputs: readonly (readonly [name: string, numbers: Numbers])[];
  readonly #arguments: readonly Argument[];
  readonly #function: (...starts: number[]) => void;

  /**
   * @param bytes - the assembled `tailText`
   * @throws Error if there is no room for what is no variable
   */
  constructor(tail: PointwiseTail, bytes: Uint8Array, { home, variable, portions }: TailSite) {
    const { sources, updates, outputs } = argumentsOf(tail);
    this.updates = updates;
    const own = new Map(
      sources.filter((source) => !isVariable(source)).map((source) => [source, filled(source, home)]),
    );
    const inputs = [...own].filter(([source]) => isOperation(source, 'input'));
    this.fed = new Map(inputs.map(([source, numbers]) => [nameOf(source), { type: source, numbers }]));
    this.handed = new Map(
      [...portions].map(([name, { source, start, value }]) => [
        name,
        partOf(own.get(source) as Numbers, start, start + sizeOf(value.shape)),
      ]),
    );
    this.#outputs = outputs.map((name) => [name, room(home, 1)]);
    this.#arguments = [
      ...sources.map((source) => own.get(source) ?? variable(nameOf(source))),
      ...updates.map(variable),
      ...this.#outputs.map(([, numbers]) => numbers),
    ];
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { rectify: { memory: home.memory } });
    this.#function = (exports as { run: (...starts: number[]) => void }).run;
  }

  /** Writes the variables, and returns the outputs. */
  run(): Record<string, Float32Array> {
    this.#function(...this.#arguments.map(({ values }) => values.byteOffset));
    const outputs: Record<string, Float32Array> = {};
    for (const [name, { values }] of this.#outputs) outputs[name] = values.slice();
    return outputs;
  }
}

function isVariable(value: Value): value is Value<'variable'> {
  return isOperation(value, 'variable');
}

function nameOf(leaf: Value): string {
  return (leaf as Value<'input' | 'variable'>).attributes.name;
}

/** Room for a source that is no variable, with its content if that never changes. */
function filled(source: Value, home: SharedMemory): Numbers {
  const numbers = room(home, sizeOf(source.shape));
  if (isOperation(source, 'constant')) numbers.values.set(source.attributes.data);
  return numbers;
}

function room(home: SharedMemory, length: number): Numbers {
  const numbers = home.allocate(length);
  if (numbers === null) throw new Error(`onnx engine: no room for ${length} elements beside the variables`);
  return numbers;
}
