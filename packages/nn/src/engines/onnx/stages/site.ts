// The memory of a program in stages: what lies where, for kernels, for products, and for those who feed and read it.
import { isOperation, leavesOf } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import type { NumberArray } from '../../engine.js';
import { type Memory, partOf } from '../nativeMemory.js';
import { FLOAT_BYTES } from '../webassembly/form.js';
import type { SharedVariable } from '../webassembly/sharedVariable.js';
import type { Place } from './kernelWriter.js';
import { layOut, sourceOf } from './layout.js';
import type { OperandPort, ProductPlaces } from './productModel.js';
import type { StagedParts } from './stagedProgram.js';
import type { StagePlan } from './stagePlan.js';

type Numbers = Memory<Float32Array>;

/** What a site is made of. */
export interface SiteMaterials {
  readonly variable: (name: string) => SharedVariable;
  readonly room: (length: number) => Numbers;
  /** Where outputs belong that the tail starts from, by name. */
  readonly handed: ReadonlyMap<string, Numbers>;
}

/** Every value of a plan in its place. */
export class Site implements ProductPlaces {
  /** Names of the parameters of kernels: where each variable that is read lies. */
  readonly parameters: readonly string[];
  readonly #plan: StagePlan;
  readonly #handed: ReadonlyMap<string, Numbers>;
  readonly #variables: ReadonlyMap<Value, SharedVariable>;
  readonly #numbers = new Map<Value, Numbers>();

  constructor(plan: StagePlan, { variable, room, handed }: SiteMaterials) {
    this.#plan = plan;
    this.#handed = handed;
    const leaves = [...leavesOf(plan.graph, 'variable')];
    this.#variables = new Map(leaves.map(([name, value]) => [value, variable(name)]));
    this.parameters = leaves.map((_, index) => parameterName(index));
    for (const [name, value] of Object.entries(plan.graph.outputs)) {
      const numbers = handed.get(name);
      if (numbers !== undefined && plan.stored.has(value) && !isOperation(value, 'variable'))
        this.#numbers.set(value, numbers);
    }
    const { lengths, pieces } = layOut(plan, new Set(this.#numbers.keys()));
    const memories = lengths.map(room);
    for (const [value, piece] of pieces) this.#numbers.set(value, memories[piece] as Numbers);
    for (const [value, { values }] of this.#numbers)
      if (isOperation(value, 'constant')) values.set(value.attributes.data);
  }

  /** Where kernels find a value. */
  readonly placeOf = (value: Value): Place => {
    const { source, start } = sourceOf(value);
    const numbers = this.#numbers.get(source);
    if (numbers !== undefined) return placeAt(numbers, start);
    const index = [...this.#variables.keys()].indexOf(source);
    return { parameter: parameterName(index), offset: start * FLOAT_BYTES };
  };

  /** Where products find a value. */
  readonly operand = (value: Value): Pick<OperandPort, 'halves' | 'present'> => {
    const { source, start } = sourceOf(value);
    const part = (numbers: Numbers): Numbers => partOf(numbers, start, start + sizeOf(value.shape));
    const numbers = this.#numbers.get(source);
    if (numbers !== undefined) return { halves: [part(numbers)], present: () => 0 };
    const variable = this.#variables.get(source) as SharedVariable;
    return { halves: variable.halves.map(part), present: () => variable.present };
  };

  /** Where a product writes its result. */
  readonly result = (value: Value): Numbers => this.#numbers.get(value) as Numbers;

  /** What goes in and out. */
  ports(): Pick<StagedParts, 'fed' | 'read' | 'copies' | 'returned'> {
    const outputs = Object.entries(this.#plan.graph.outputs);
    return {
      fed: [...leavesOf(this.#plan.graph, 'input')].map(([name, value]) => ({
        name,
        type: value,
        values: numbersAs(value, (this.#numbers.get(value) as Numbers).values),
      })),
      read: [...this.#variables.values()],
      returned: outputs
        .filter(([name]) => !this.#handed.has(name))
        .map(([name, value]) => ({ name, values: () => this.#content(value) })),
      copies: outputs.flatMap(([name, value]) => {
        const to = this.#handed.get(name);
        return to === undefined || this.#numbers.get(value) === to
          ? []
          : [{ from: () => this.#content(value) as Float32Array, to: to.values }];
      }),
    };
  }

  #content(value: Value): NumberArray {
    const { source, start } = sourceOf(value);
    const { values } = this.#numbers.get(source) ?? (this.#variables.get(source) as SharedVariable);
    return numbersAs(value, values.subarray(start, start + sizeOf(value.shape)));
  }
}

/** The place of an element. */
export function placeAt({ values }: Numbers, start: number): Place {
  return { parameter: null, offset: values.byteOffset + start * FLOAT_BYTES };
}

function parameterName(index: number): string {
  return `$variable${index}`;
}

/** Memory has room for floats; an index takes as much. */
function numbersAs({ dataType }: Value, values: Float32Array): NumberArray {
  return dataType === 'int32' ? new Int32Array(values.buffer, values.byteOffset, values.length) : values;
}
