// A program on memory that it allocates once: feeds are copied in, outputs are copied out, variables stay where they are.
import { sizeOf } from '../../graph/shape.js';
import { checkFeeds } from '../checkFeeds.js';
import type { NumberArray, Program } from '../engine.js';
import type { ModelTensors, VariableTensor } from './binding.js';
import type { Address, Addresses } from './nativeApi.js';
import { allocate, type Memory } from './nativeMemory.js';
import type { NativeSession } from './nativeSession.js';
import { type NativeVariable, WholeVariable } from './nativeVariable.js';
import { othersTurn } from './othersTurn.js';
import type { TailProgram } from './tail/tailProgram.js';
import type { TensorType } from './tensorType.js';

/** The numbers of a tensor that stays in its place. */
interface Port {
  readonly name: string;
  readonly values: NumberArray;
}

interface PortOptions {
  readonly name: string;
  readonly type: TensorType;
  /** Default: some of its own. */
  readonly memory?: Memory | undefined;
}

/** A variable among the tensors of a run: which one it is depends on the half that holds its content. */
interface VariablePort {
  readonly place: number;
  readonly variable: NativeVariable;
  readonly tensors: readonly [Address, Address];
}

/** A session on variables. */
export class NativeProgram implements Program {
  readonly #session: NativeSession;
  readonly #types: ModelTensors['inputs'];
  readonly #fed: readonly Port[];
  readonly #read: readonly VariablePort[];
  readonly #returned: readonly Port[];
  readonly #written: readonly (VariablePort & { readonly take: () => void })[];
  readonly #tail: TailProgram | undefined;

  /**
   * @param session - with the inputs, then the variables that are read, and the outputs, then the updates of variables
   * @param tail - runs behind the session
   */
  constructor(
    session: NativeSession,
    { inputs, read, outputs, written }: ModelTensors,
    tail: TailProgram | undefined,
  ) {
    const opener = new PortOpener(session);
    this.#session = session;
    this.#tail = tail;
    const fedToTail = [...(tail?.fed ?? [])];
    this.#types = new Map([...inputs, ...fedToTail.map(([name, { type }]) => [name, type] as const)]);
    this.#fed = [
      ...[...inputs].map(([name, type], place) => opener.port(session.inputs, place, { name, type })),
      ...fedToTail.map(([name, { numbers }]) => ({ name, values: numbers.values })),
    ];
    this.#read = read.map((each, index) => opener.read(inputs.size + index, each));
    const ports = outputs.map(({ returnedAs: name, ...type }, place) =>
      opener.port(session.outputs, place, { name, type, memory: tail?.handed.get(name) }),
    );
    this.#returned = ports.filter(({ name }) => !tail?.handed.has(name));
    this.#written = written.map((each, index) => opener.written(outputs.length + index, each));
  }

  async run(feeds: Readonly<Record<string, NumberArray>>): Promise<Record<string, NumberArray>> {
    const outputs = this.#run(feeds);
    await othersTurn();
    return outputs;
  }

  async dispose(): Promise<void> {
    this.#session.dispose();
  }

  #run(feeds: Readonly<Record<string, NumberArray>>): Record<string, NumberArray> {
    for (const { name, values } of this.#fed) {
      const feed = feeds[name];
      if (feed?.length !== values.length) checkFeeds(this.#types, feeds);
      else values.set(feed);
    }
    placeVariables(this.#session.inputs, this.#read);
    placeVariables(this.#session.outputs, this.#written);
    this.#session.run();
    const outputs: Record<string, NumberArray> = this.#tail?.run() ?? {};
    for (const { take } of this.#written) take();
    for (const { name, values } of this.#returned) outputs[name] = values.slice();
    return outputs;
  }
}

function placeVariables(tensors: Addresses, ports: readonly VariablePort[]): void {
  for (const port of ports) tensors[port.place] = port.tensors[port.variable.present];
}

/** Makes tensors for a session, and says what becomes of their content. */
class PortOpener {
  readonly #session: NativeSession;
  readonly #turning = new Set<NativeVariable>();

  constructor(session: NativeSession) {
    this.#session = session;
  }

  port(tensors: Addresses, place: number, { name, type, memory }: PortOptions): Port {
    const numbers = memory ?? allocate(this.#session.api, type.dataType, sizeOf(type.shape));
    tensors[place] = this.#session.tensorOver(numbers, type);
    return { name, values: numbers.values };
  }

  read(place: number, tensor: VariableTensor): VariablePort {
    const variable = ownVariable(tensor);
    return { place, variable, tensors: this.#halvesOf(variable, tensor) };
  }

  /** A run writes the half that does not hold the content; where a variable can't turn, memory apart. */
  written(place: number, tensor: VariableTensor): VariablePort & { readonly take: () => void } {
    const variable = ownVariable(tensor);
    if (variable instanceof WholeVariable && !this.#turning.has(variable)) {
      this.#turning.add(variable);
      const [first, second] = this.#halvesOf(variable, tensor);
      return { place, variable, tensors: [second, first], take: () => variable.turn() };
    }
    const memory = allocate(this.#session.api, 'float32', variable.size);
    const apart = this.#session.tensorOver(memory, { shape: tensor.shape, dataType: 'float32' });
    return { place, variable, tensors: [apart, apart], take: () => variable.write(memory.values) };
  }

  #halvesOf({ halves: [first, second] }: NativeVariable, { shape }: VariableTensor): [Address, Address] {
    const type = { shape, dataType: 'float32' } as const;
    return [this.#session.tensorOver(first, type), this.#session.tensorOver(second, type)];
  }
}

function ownVariable({ variable }: VariableTensor): NativeVariable {
  // The binding was asked whether it owns each variable.
  return variable as NativeVariable;
}
