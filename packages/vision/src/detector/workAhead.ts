// Work that is begun before its result is needed, so that whoever takes the results one by one need not wait.

/** What to work on. */
export interface WorkAheadOptions<Result> {
  /** The work at a place; what comes out must not depend on when it is done. */
  readonly work: (place: number) => Promise<Result>;
  /** Places that are begun beyond the one that is taken. */
  readonly ahead: number;
  /** The first place that will not be taken. */
  readonly end: number;
}

/** Results of work that runs ahead. */
export interface WorkAhead<Result> {
  /**
   * The result at a place, and the start of the work at those behind it. Places may be skipped or taken again.
   *
   * @throws what the work at this place threw, however long ago
   */
  take(place: number): Promise<Result>;
  /** Begins nothing more and waits for what is under way. */
  close(): Promise<void>;
}

/** Runs work ahead of its use. */
export function workAhead<Result>({ work, ahead, end }: WorkAheadOptions<Result>): WorkAhead<Result> {
  const begun = new Map<number, Promise<Result>>();
  let isClosed = false;
  const begin = (place: number): Promise<Result> => {
    const result = begun.get(place) ?? work(place);
    // Thrown to whoever takes it; until then nobody listens, which must not end the process.
    result.catch(() => {});
    begun.set(place, result);
    return result;
  };
  return {
    take(place) {
      for (const other of begun.keys()) {
        if (other < place || other > place + ahead) begun.delete(other);
      }
      const result = begin(place);
      begun.delete(place);
      for (let next = place + 1; next <= place + ahead && next < end && !isClosed; next++) begin(next);
      return result;
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(begun.values());
      begun.clear();
    },
  };
}
