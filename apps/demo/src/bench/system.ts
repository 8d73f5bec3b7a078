/** One of the systems that are compared, ready to work. */
export interface OpenSystem<Batch> {
  /** Makes the system the active one, where several share a runtime; not part of the timed work. */
  activate?(): Promise<void>;
  /** Makes one update from arrays and returns its loss as a number. */
  update(batch: Batch): Promise<number>;
  /** The times that the system takes itself, where it works in a process of its own. */
  readonly clock?: SystemClock;
  close(): Promise<void>;
}

/** What a process measures of its own work, in milliseconds. */
export interface SystemClock {
  /** Time of the last update, without the question and the answer. */
  updateMs(): number;
  /** Processor time on all threads so far. */
  processorMs(): number;
}

/** A system that can be compared, if it works on this machine. */
export interface System<Batch> {
  readonly name: string;
  /** @throws Error with the reason if it doesn't work here */
  open(): Promise<OpenSystem<Batch>>;
}
