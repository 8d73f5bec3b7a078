/** A file of a run directory that can't be trusted: which one, and what is wrong with it. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';

  constructor(
    readonly file: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}`, options);
  }
}
