import type { Value } from '../../../graph/value.js';
import { assemble } from '../webassembly/assemble.js';
import type { SharedMemory } from '../webassembly/sharedMemory.js';
import { kernelText } from './kernels.js';
import { KernelWriter, type Place } from './kernelWriter.js';
import type { Kernel, Stage, StagePlan } from './stagePlan.js';
import { isView } from './values.js';

/** Runs the kernels of a stage; the arguments are the places of the parameters. */
export type StageFunction = (...starts: number[]) => void;

/** What the text of kernels depends on besides the plan. */
export interface KernelPlaces {
  /** Names of parameters, in the order of the arguments. */
  readonly parameters: readonly string[];
  readonly placeOf: (value: Value) => Place;
  /** Room for what products need beside their operands: see `scratchFor`. */
  readonly scratch: Place;
}

/** Assembles the kernels of all stages as one module. */
export async function openKernels(
  plan: StagePlan,
  places: KernelPlaces,
  { memory }: SharedMemory,
): Promise<StageFunction[]> {
  const stages = plan.stages.map((stage, index) => stageText(`stage${index}`, stage, { plan, places }));
  const text = ['(module (import "rectify" "memory" (memory 1))', ...stages, ')'].join('\n');
  const module = new WebAssembly.Module((await assemble(text)) as Uint8Array<ArrayBuffer>);
  const { exports } = new WebAssembly.Instance(module, { rectify: { memory } });
  const functions = exports as Readonly<Record<string, StageFunction>>;
  return plan.stages.map((_, index) => functions[`stage${index}`] as StageFunction);
}

interface Surroundings {
  readonly plan: StagePlan;
  readonly places: KernelPlaces;
}

/** A function for each kernel, since small ones are soon optimized, and one that calls them. */
function stageText(name: string, { kernels }: Stage, surroundings: Surroundings): string {
  const { parameters } = surroundings.places;
  const declared = parameters.map((parameter) => `(param ${parameter} i32)`).join(' ');
  const passed = parameters.map((parameter) => `(local.get ${parameter})`).join(' ');
  return [
    ...kernels.map((kernel, index) => functionText(`$${name}x${index} ${declared}`, kernel, surroundings)),
    `(func (export "${name}") ${declared}`,
    ...kernels.map((_, index) => `(call $${name}x${index} ${passed})`),
    ')',
  ].join('\n');
}

function functionText(signature: string, kernel: Kernel, { plan, places }: Surroundings): string {
  const writer = new KernelWriter(places.placeOf);
  const isLoaded = (value: Value): boolean => plan.stored.has(value) || isView(value);
  const body = kernelText(writer, kernel, { isLoaded, scratch: places.scratch });
  return [`(func ${signature}`, ...writer.declarations(), ...body, ')'].join('\n');
}
