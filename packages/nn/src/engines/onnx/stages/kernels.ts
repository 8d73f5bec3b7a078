// Kernels as text: each is a nest of loops that writes one stored value.
import { isOperation } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES } from '../webassembly/form.js';
import { bodyOf } from './body.js';
import { argMaxText, oneHotText } from './choices.js';
import { AT, type KernelSite, type KernelWriter } from './kernelWriter.js';
import { productText } from './products.js';
import { reductionText } from './reductions.js';
import type { Kernel } from './stagePlan.js';
import { isReduction } from './values.js';

/** The text of a kernel. */
export function kernelText(writer: KernelWriter, { root, product }: Kernel, site: KernelSite): string[] {
  const multiplied = product ?? (isOperation(root, 'matmul') ? root : null);
  if (multiplied !== null) return productText(writer, multiplied, { root, ...site });
  if (isReduction(root)) return reductionText(writer, root, site);
  if (isOperation(root, 'concat')) return concatText(writer, root);
  if (isOperation(root, 'oneHot')) return oneHotText(writer, root);
  if (isOperation(root, 'argMax')) return argMaxText(writer, root);
  return pointwiseLoops(writer, root, site);
}

function pointwiseLoops(writer: KernelWriter, root: Value, { isLoaded }: KernelSite): string[] {
  const body = bodyOf(root, (value) => value !== root && isLoaded(value));
  return writer.elements(body.domain, (form) => {
    const { lines, result } = writer.compute(body, { form });
    return [...lines, writer.store(form, writer.placeOf(root), { value: result })];
  });
}

function concatText(writer: KernelWriter, root: Value): string[] {
  let shift = 0;
  return root.inputs.flatMap((input) => {
    const columns = sizeOf(input.shape);
    const from = writer.placeOf(input);
    const copy = writer.elements({ rows: 1, columns }, (form) => [
      writer.store(form, writer.placeOf(root), { shift, value: writer.load(form, from, AT) }),
    ]);
    shift += columns * FLOAT_BYTES;
    return copy;
  });
}
