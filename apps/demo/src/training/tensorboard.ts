// A run's metrics as event files for TensorBoard, through the summary writer of native TensorFlow.
import { access, constants } from 'node:fs/promises';
import { loadTfjsNode, type TfjsNode } from '@rectify/nn/tensorflow';
import { CommandError } from '../failure.js';
import { makeFolder } from '../output/makeFolder.js';
import { cannotWrite } from '../output/writeFile.js';
import type { MetricsLine, MetricsMirror } from '../runs/runDirectory.js';

/** Scalars that wait in memory at most, and for how long. */
const QUEUE = { scalars: 100, flushMs: 10_000 } as const;

/**
 * Checks that event files can be written at all.
 *
 * @throws CommandError if native TensorFlow is absent
 */
export function requireTensorboard(): TfjsNode {
  const { tfjsNode, absence } = loadTfjsNode();
  if (tfjsNode !== undefined) return tfjsNode;
  throw new CommandError(
    `--tensorboard needs native TensorFlow, and ${absence}; run rectify setup tensorflow, or leave --tensorboard out`,
  );
}

/**
 * Begins a new event file in a folder.
 *
 * @throws CommandError if native TensorFlow is absent, or the folder can't be written to
 */
export async function openTensorboard(folder: string): Promise<MetricsMirror> {
  const { node } = requireTensorboard();
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  const writer = node.summaryFileWriter(folder, QUEUE.scalars, QUEUE.flushMs);
  return {
    record: (line) => {
      for (const [tag, value] of scalarsOf(line)) writer.scalar(tag, value, line.step);
      // A run that is killed goes on from its last evaluation: what came before must be in the file.
      if (line.type === 'evaluation') writer.flush();
    },
    close: () => writer.flush(),
  };
}

type Scalar = readonly [tag: string, value: number];

/**
 * The numbers of a line of `metrics.jsonl`, its step apart: `update/loss` is a field of an event,
 * `unitHealth/LAYER/deadShare` a field that is told layer by layer.
 */
function scalarsOf({ type, step: _, ...fields }: MetricsLine): Scalar[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    numbersBelow(Array.isArray(value) ? name : `${type}/${name}`, value),
  );
}

function numbersBelow(tag: string, value: unknown): Scalar[] {
  if (typeof value === 'number') return [[tag, value]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? value.filter(isOfLayer).map(byLayer) : Object.entries(value);
  return entries.flatMap(([name, part]) => numbersBelow(`${tag}/${name}`, part));
}

function isOfLayer(entry: unknown): entry is { readonly layer: string } {
  return typeof (entry as { layer?: unknown } | null)?.layer === 'string';
}

function byLayer({ layer, ...values }: { readonly layer: string }): [layer: string, values: object] {
  return [layer, values];
}
