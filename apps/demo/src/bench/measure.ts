// Timing side by side: the systems take turns, so that a busy moment of the machine hits all of them.
import { median, quantile } from '@rectify/benchmark';
import { CommandError } from '../failure.js';
import type { OpenSystem, System } from './system.js';

/** The time of one update on one system. */
export interface Timing {
  readonly system: string;
  /** Milliseconds for one update: median, 5th and 95th percentile; null if the system is absent. */
  readonly medianMs: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Processor time of one update on all threads in milliseconds, a mean: a busy machine disturbs it little. */
  readonly processorMs: number | null;
  /** Timed updates. */
  readonly runs: number;
  /** Why the system was not measured. */
  readonly absent?: string;
}

/** How long to measure. */
export interface MeasureOptions {
  /** Turns that every system gets. */
  readonly rounds: number;
  /** A system's turn ends after this many milliseconds, or after `updatesInTurn`. */
  readonly turnMs: number;
  readonly updatesInTurn: number;
  /** Updates before the first timed one: compilers and caches settle; default 10. */
  readonly warmUpUpdates?: number;
  /** The processor time that this process has used. */
  readonly processorMs: () => number;
  readonly onRound?: (round: number) => void;
}

/** Largest relative difference of the losses on the first batch, in float32. */
const LOSS_TOLERANCE = 1e-4;

/**
 * Times one update on each system.
 *
 * @param systems - the first is the one that the others have to agree with
 * @param batches - what the updates are made from, in turns
 * @throws CommandError if a system computes another loss: then it doesn't do the same work
 */
export async function measure<Batch>(
  systems: readonly System<Batch>[],
  batches: readonly Batch[],
  options: MeasureOptions,
): Promise<Timing[]> {
  const entries: Entry<Batch>[] = [];
  // One after the other: the backends of a library share its global state.
  for (const system of systems) entries.push(await openSystem(system));
  const opened = entries.flatMap(({ open, name }) =>
    open ? [{ name, open, times: [] as number[], processorMs: 0 }] : [],
  );
  requireSameLoss(await warmUp(opened, batches, options));
  for (let round = 0; round < options.rounds; round++) {
    for (const entry of opened) {
      const processorMs = entry.open.clock?.processorMs ?? options.processorMs;
      const before = processorMs();
      entry.times.push(...(await takeTurn(entry.open, batches, options)));
      entry.processorMs += processorMs() - before;
    }
    options.onRound?.(round + 1);
  }
  for (const { open } of opened) await open.close();
  return entries.map(({ name, absent }) => {
    const { times = [], processorMs = 0 } = opened.find((entry) => entry.name === name) ?? {};
    return { ...timingOf(name, times, processorMs), ...(absent !== undefined && { absent }) };
  });
}

interface Entry<Batch> {
  readonly name: string;
  readonly open?: OpenSystem<Batch>;
  readonly absent?: string;
}

async function openSystem<Batch>({ name, open }: System<Batch>): Promise<Entry<Batch>> {
  try {
    return { name, open: await open() };
  } catch (error) {
    return { name, absent: (error as Error).message.split('\n')[0] ?? 'unknown reason' };
  }
}

interface FirstLoss {
  readonly name: string;
  readonly loss: number;
}

async function warmUp<Batch>(
  opened: readonly { readonly name: string; readonly open: OpenSystem<Batch> }[],
  batches: readonly Batch[],
  { warmUpUpdates = 10 }: MeasureOptions,
): Promise<FirstLoss[]> {
  const losses: FirstLoss[] = [];
  for (const { name, open } of opened) {
    await open.activate?.();
    losses.push({ name, loss: await open.update(batchAt(batches, 0)) });
    for (let update = 1; update < warmUpUpdates; update++) await open.update(batchAt(batches, update));
  }
  return losses;
}

function requireSameLoss([reference, ...others]: readonly FirstLoss[]): void {
  for (const { name, loss } of others) {
    if (!reference || Math.abs(loss - reference.loss) <= LOSS_TOLERANCE * Math.abs(reference.loss)) continue;
    throw new CommandError(
      `bench: ${name} computes the loss ${loss} on the first batch where ${reference.name} computes ${reference.loss}; ` +
        "they don't do the same work, so their times can't be compared",
    );
  }
}

async function takeTurn<Batch>(
  open: OpenSystem<Batch>,
  batches: readonly Batch[],
  options: MeasureOptions,
): Promise<number[]> {
  await open.activate?.();
  const times: number[] = [];
  const end = performance.now() + options.turnMs;
  while (times.length < options.updatesInTurn && performance.now() < end) {
    const batch = batchAt(batches, times.length);
    const start = performance.now();
    await open.update(batch);
    times.push(open.clock?.updateMs() ?? performance.now() - start);
  }
  return times;
}

function batchAt<Batch>(batches: readonly Batch[], index: number): Batch {
  return batches[index % batches.length] as Batch;
}

function timingOf(system: string, times: readonly number[], processorMs: number): Timing {
  if (times.length === 0) {
    return { system, medianMs: null, low: null, high: null, processorMs: null, runs: 0 };
  }
  return {
    system,
    medianMs: median(times),
    low: quantile(times, 0.05),
    high: quantile(times, 0.95),
    processorMs: processorMs / times.length,
    runs: times.length,
  };
}
