/** A model file that cannot be read, breaks its format, or needs what there is not. The message names the file. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';

  constructor(
    /** The file as it was named. */
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`cannot load "${file}": ${problem}`, options);
  }

  /** Runs something about a file; whatever it throws becomes an error of the file. */
  static around<Result>(file: string, run: () => Result): Result {
    try {
      return run();
    } catch (cause) {
      if (cause instanceof ModelFileError) throw cause;
      throw new ModelFileError(file, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
}
