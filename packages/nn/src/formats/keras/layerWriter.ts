// Collects the layers of a Keras functional model while the operations of a graph are said one after another.
import { type Shape, sameShape } from '../../graph/shape.js';
import { type Flow, ownAxes } from './operand.js';

/** One layer in the JSON of Keras 2, which TensorFlow.js reads. */
export interface LayerJson {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: readonly (readonly (readonly [string, 0, 0, Record<never, never>])[])[];
}

/** A tensor of a layer, under the name that Keras gives it: `LAYER/kernel`. */
export interface LayerWeight {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** A layer to add. */
export interface LayerRequest {
  readonly className: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** In the order of Keras, by Keras's own name. */
  readonly weights?: Readonly<Record<string, Omit<LayerWeight, 'name'>>>;
  /** Name to use if it is free; default one made of the class. */
  readonly name?: string | undefined;
}

/** The model under construction. */
export class LayerWriter {
  readonly layers: LayerJson[] = [];
  readonly weights: LayerWeight[] = [];
  readonly #names = new Set<string>();
  readonly #made = new Map<string, string>();

  /** Adds a layer behind others and returns its name. The same layer without weights is made once. */
  add(inputs: readonly string[], request: LayerRequest): string {
    const { className, config = {}, weights = {} } = request;
    const key = JSON.stringify([inputs, className, config]);
    const isShared = request.weights === undefined && request.name === undefined;
    const known = isShared ? this.#made.get(key) : undefined;
    if (known !== undefined) return known;
    const name = this.#freeName(request.name ?? className.toLowerCase());
    const calls = inputs.map((input) => [input, 0, 0, {}] as const);
    this.layers.push({
      class_name: className,
      name,
      config: { name, ...config },
      inbound_nodes: calls.length === 0 ? [] : [calls],
    });
    for (const [weight, tensor] of Object.entries(weights)) {
      this.weights.push({ name: `${name}/${weight}`, ...tensor });
    }
    if (isShared) this.#made.set(key, name);
    return name;
  }

  /** A value that is made by one layer from the output of another, whose axes it keeps. */
  after(flow: Flow, request: LayerRequest): Flow {
    const source = this.exact(flow);
    return { ...source, layer: this.add([source.layer], request) };
  }

  /** The same value as the output of a layer, with its gathered factor and offset applied. */
  exact(flow: Flow): Flow {
    const { scale, offset } = flow;
    // In single precision, as the model computes: 49 * (1 / 49) is not quite 1.
    if (Math.fround(scale) === 1 && offset === 0) return { ...flow, scale: 1 };
    const layer = this.add([flow.layer], { className: 'Rescaling', config: { scale, offset } });
    return { ...flow, layer, scale: 1, offset: 0 };
  }

  /** The same value with all of its axes, in the order in which a layer needs them. */
  arranged(flow: Flow, axes: readonly number[] = ownAxes(flow.shape)): Flow {
    const full = this.#withAllAxes(flow);
    if (sameShape(full.axes, axes)) return full;
    const dims = axes.slice(1).map((axis) => full.axes.indexOf(axis));
    return { ...full, axes, layer: this.add([full.layer], { className: 'Permute', config: { dims } }) };
  }

  #withAllAxes(flow: Flow): Flow {
    const absent = ownAxes(flow.shape).filter((axis) => !flow.axes.includes(axis));
    if (absent.length === 0) return flow;
    const axes = [...flow.axes, ...absent];
    const target = axes.slice(1).map((axis) => flow.shape[axis] as number);
    return { ...flow, axes, layer: this.reshape(flow.layer, target) };
  }

  /** The output of a layer under another shape, given without the batch axis. */
  reshape(layer: string, target: Shape): string {
    return this.add([layer], { className: 'Reshape', config: { target_shape: target } });
  }

  /** Keras weights are found by the name of their layer, and a slash ends it. */
  #freeName(wanted: string): string {
    const base = wanted.replaceAll('/', '.');
    let name = base;
    for (let count = 1; this.#names.has(name); count++) name = `${base}_${count}`;
    this.#names.add(name);
    return name;
  }
}
