import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Host } from '../terminal.js';

/** What a result was computed on, for reports. */
export function describeMachine({ system, architecture, libc }: Host): Record<string, string> {
  const library = libc();
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: String(availableParallelism()),
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    system: `${system}-${architecture}`,
    ...(library !== undefined && { libc: library }),
  };
}
