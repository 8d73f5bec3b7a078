import type { TransitionBatch } from './cartPoleUpdate.js';

/** One of the systems that are compared, ready to work. */
export interface OpenSystem {
  /** Makes the system the active one, where several share a runtime; not part of the timed work. */
  activate?(): Promise<void>;
  /** Makes one update from arrays and returns its loss as a number. */
  update(batch: TransitionBatch): Promise<number>;
  close(): Promise<void>;
}

/** A system that can be compared, if it works on this machine. */
export interface System {
  readonly name: string;
  /** @throws Error with the reason if it doesn't work here */
  open(): Promise<OpenSystem>;
}
