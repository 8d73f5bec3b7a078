// From a graph to a program in stages, on whatever binding.
import type { Graph } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Program, Variable, Variables } from '../../engine.js';
import type { Memory } from '../nativeMemory.js';
import { type Handover, handOver } from '../tail/handover.js';
import { type PointwiseTail, splitTail } from '../tail/pointwiseTail.js';
import { prepareTail, roomFor } from '../tail/tailProgram.js';
import type { SharedMemory } from '../webassembly/sharedMemory.js';
import { Guest, type SharedVariable } from '../webassembly/sharedVariable.js';
import { openKernels } from './kernelModule.js';
import { type ProductModel, productModel, type RunningProducts } from './productModel.js';
import { scratchFor } from './products.js';
import { placeAt, Site } from './site.js';
import { StagedProgram } from './stagedProgram.js';
import { planStages, type Stage, type StagePlan } from './stagePlan.js';
import { isProduct } from './values.js';

type Numbers = Memory<Float32Array>;

/** What a binding has for programs in stages. */
export interface StageHost {
  /** Whether a variable is no part of another. */
  isWhole(variable: Variable): boolean;
  /** Memory with room for so many elements each, where the variables lie if that is possible. */
  memoryFor(variables: readonly Variable[], lengths: readonly number[]): SharedMemory;
  /** A variable that lies in a memory; null if it lies elsewhere. */
  residentOf(variable: Variable, memory: SharedMemory): SharedVariable | null;
  openProducts(model: ProductModel): Promise<RunningProducts>;
}

/**
 * Opens a training step in stages; null if it can't be divided, or its variables share elements.
 *
 * @throws Error if there is no memory left
 */
export async function openStages(
  graph: Graph,
  variables: Variables,
  host: StageHost,
): Promise<Program | null> {
  const all = Object.values(variables);
  const areApart = new Set(all).size === all.length && all.every((variable) => host.isWhole(variable));
  const step = areApart ? divide(graph) : null;
  return step && open(step, variables, host);
}

/** A training step as it runs: the stages of a plan, then a tail that takes what they hand over. */
interface DividedStep {
  readonly plan: StagePlan;
  readonly tail: PointwiseTail;
  readonly portions: Handover['portions'];
}

function divide(graph: Graph): DividedStep | null {
  const split = splitTail(graph);
  if (split.tail === null) return null;
  const { head, portions } = handOver(split);
  const plan = planStages(head);
  return plan && { plan, tail: split.tail, portions };
}

async function open(step: DividedStep, variables: Variables, host: StageHost): Promise<Program> {
  const { plan, portions } = step;
  const makeTail = await prepareTail(step.tail);
  // All room is taken in one go: another program may be opened whenever this one waits.
  const scratch = Math.max(1, ...plan.stages.flatMap(scratchOf));
  const home = host.memoryFor(Object.values(variables), [...roomOf(step, variables), scratch]);
  const room = (length: number): Numbers => home.allocate(length) as Numbers;
  const shared = new Map(
    Object.entries(variables).map(([name, variable]) => [
      name,
      host.residentOf(variable, home) ?? new Guest(variable, room(variable.size)),
    ]),
  );
  const variable = (name: string): SharedVariable => shared.get(name) as SharedVariable;
  const tail = makeTail({ home, variable, portions });
  const site = new Site(plan, { variable, room, handed: tail.handed });
  const places = { ...site, scratch: placeAt(room(scratch), 0) };
  const kernels = await openKernels(plan, places, home);
  const products = await Promise.all(
    plan.stages.map(({ products }) => products.length > 0 && host.openProducts(productModel(products, site))),
  );
  return new StagedProgram({
    ...site.ports(),
    variables: shared,
    stages: kernels.map((run, index) => ({ kernels: run, products: products[index] || null })),
    tail,
  });
}

/** Elements of everything that a step may need in memory, each in a piece of its own. */
function roomOf({ plan, tail }: DividedStep, variables: Variables): number[] {
  const stored = [...plan.stored].map(({ shape }) => sizeOf(shape));
  return [...stored, ...roomFor(tail), ...Object.values(variables).map(({ size }) => size)];
}

function scratchOf({ kernels }: Stage): number[] {
  return kernels
    .map(({ root, product }) => product ?? root)
    .filter(isProduct)
    .map(scratchFor);
}
