// The text of a WebAssembly function, kernel by kernel.
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES, type Form, literal, SINGLE, VECTOR } from '../webassembly/form.js';
import { type Body, type Domain, matrixOf } from './body.js';
import { isPointwise, pointwiseText } from './pointwise.js';
import { isLiteral } from './values.js';

/** Where the elements of a value begin: at a byte of the memory, or so many bytes behind what a parameter says. */
export interface Place {
  readonly parameter: string | null;
  readonly offset: number;
}

/** What a kernel is written for. */
export interface KernelSite {
  /** Whether a value lies in memory, itself or as a part of another. */
  readonly isLoaded: (value: Value) => boolean;
  /** Room for what a product needs beside its operands: see `scratchFor`. */
  readonly scratch: Place;
}

/** Bytes from where the loops stand to an element: in the matrix, in its row, in its column. */
export interface Shift {
  readonly at: number;
  readonly column: number;
  readonly row: number;
}

/** An element where the loops stand. */
const HERE: Shift = { at: 0, column: 0, row: 0 };

/** Bytes to where the loops stand: from the beginning of a matrix, of a row, of a column. */
export const AT = '(local.get $at)';
export const COLUMN = '(local.get $column)';
export const ROW = '(local.get $row)';

type LocalType = 'i32' | 'f32' | 'f64' | 'v128';

interface Range {
  readonly from?: number;
  readonly to: number;
  readonly step: number;
}

/** What is to be computed, and of which element. */
interface Element {
  readonly form: Form;
  readonly shift?: Shift;
  /** Values that locals hold already, and their text. */
  readonly held?: ReadonlyMap<Value, string>;
}

/** A function under construction. Its loops count bytes. */
export class KernelWriter {
  readonly placeOf: (value: Value) => Place;
  readonly #locals = new Map<string, LocalType>();
  readonly #numbers = new Map<Value, number>();
  #loops = 0;

  /** @param placeOf - where a value lies that is not computed */
  constructor(placeOf: (value: Value) => Place) {
    this.placeOf = placeOf;
  }

  /** Declarations of all locals. */
  declarations(): string[] {
    return [...this.#locals].map(([name, type]) => `(local ${name} ${type})`);
  }

  set(name: string, type: LocalType, text: string): string {
    const declared = this.#locals.get(name) ?? type;
    if (declared !== type) throw new Error(`onnx engine: ${name} is of type ${declared}, not ${type}`);
    this.#locals.set(name, type);
    return `(local.set ${name} ${text})`;
  }

  setNumber(name: string, number: number): string {
    return this.set(name, 'i32', `(i32.const ${number})`);
  }

  advance(name: string, bytes: number): string {
    return this.set(name, 'i32', `(i32.add (local.get ${name}) (i32.const ${bytes}))`);
  }

  /** Counts in a local; nothing if there is nothing to count. */
  loop(counter: string, { from = 0, to, step }: Range, body: readonly string[]): string[] {
    if (from >= to) return [];
    const label = `$loop${this.#loops++}`;
    return [
      this.setNumber(counter, from),
      `(loop ${label}`,
      ...body,
      this.advance(counter, step),
      `(br_if ${label} (i32.lt_u (local.get ${counter}) (i32.const ${to}))))`,
    ];
  }

  /** Goes on through the rest of a row, as many elements at once as there are. */
  columns({ columns }: Domain, body: (form: Form) => readonly string[]): string[] {
    return rangesOf(columns).flatMap(({ form, from, to, step }) =>
      this.loop('$column', { from, to, step }, [...body(form), this.advance('$at', step)]),
    );
  }

  /** Goes through all elements, row by row. */
  elements(domain: Domain, body: (form: Form) => readonly string[]): string[] {
    const columns = this.columns(domain, body);
    const rows = { to: domain.rows * FLOAT_BYTES, step: FLOAT_BYTES };
    return [this.setNumber('$at', 0), ...(domain.rows === 1 ? columns : this.loop('$row', rows, columns))];
  }

  /** Computes an element, and tells the text of the result. */
  compute({ domain, members, result }: Body, { form, shift = HERE, held = new Map() }: Element) {
    const textOf = (value: Value): string => {
      if (isLiteral(value)) return literal(value.attributes.data[0] as number, form);
      if (members.includes(value)) return `(local.get ${this.#nameOf(value, form)})`;
      return held.get(value) ?? this.#load(value, domain, { form, shift });
    };
    const lines = members.map((member) => {
      if (!isPointwise(member)) throw new Error(`onnx engine: no kernel computes ${member.operation}`);
      const type = member.dataType === 'bool' ? form.maskType : form.type;
      return this.set(
        this.#nameOf(member, form),
        type,
        pointwiseText(member, member.inputs.map(textOf), form),
      );
    });
    return { lines, result: textOf(result) };
  }

  /** `offset=8 (...)`: so many bytes behind a place. */
  address({ parameter, offset }: Place, behind: string | null = null, shift = 0): string {
    const start = parameter === null ? null : `(local.get ${parameter})`;
    const both = start !== null && behind !== null ? `(i32.add ${start} ${behind})` : (start ?? behind);
    return `offset=${offset + shift} ${both ?? '(i32.const 0)'}`;
  }

  load(form: Form, place: Place, behind: string, shift = 0): string {
    return `(${form.type}.load ${this.address(place, behind, shift)})`;
  }

  store(
    form: Form,
    place: Place,
    { behind = AT, shift = 0, value }: { behind?: string; shift?: number; value: string },
  ) {
    return `(${form.type}.store ${this.address(place, behind, shift)} ${value})`;
  }

  #load(value: Value, { rows, columns }: Domain, { form, shift }: { form: Form; shift: Shift }): string {
    const place = this.placeOf(value);
    const [height, width] = matrixOf(value.shape);
    if (sizeOf(value.shape) === rows * columns) return this.load(form, place, AT, shift.at);
    if (width === columns) return this.load(form, place, COLUMN, shift.column);
    const behind = height === 1 ? this.address(place) : this.address(place, ROW, shift.row);
    return `(${form.spread} ${behind})`;
  }

  #nameOf(value: Value, { name }: Form): string {
    const number = this.#numbers.get(value) ?? this.#numbers.size;
    this.#numbers.set(value, number);
    return `${name}${number}`;
  }
}

/**
 * A row in parts: blocks of several vectors, single vectors, single elements. All counts are of bytes.
 *
 * @param most - vectors in a block
 */
export function rangesOf(columns: number, most = 1) {
  const [blocks, vectors] = [most * VECTOR.elements, VECTOR.elements].map(
    (unit) => columns - (columns % unit),
  );
  const parts = [
    { form: VECTOR, width: most, from: 0, to: blocks as number },
    { form: VECTOR, width: 1, from: blocks as number, to: vectors as number },
    { form: SINGLE, width: 1, from: vectors as number, to: columns },
  ];
  return parts
    .filter(({ from, to }) => from < to)
    .map(({ form, width, from, to }) => ({
      form,
      width,
      from: from * FLOAT_BYTES,
      to: to * FLOAT_BYTES,
      step: width * form.elements * FLOAT_BYTES,
    }));
}
