// The process behind an interface: the only file that reads or writes `process`. Commands get a `Terminal`, so
// that tests can hand them another one.
import { once } from 'node:events';

/** What a worker process says to the process that started it. */
export interface ParentChannel {
  /** Sends a message; lost without complaint if the parent is gone. */
  send(message: object): void;
}

/** The platform below the code. */
export interface Host {
  /** Version of Node, without the `v`. */
  readonly nodeVersion: string;
  /** As Node names it: `linux`, `darwin`, `win32`, ... */
  readonly system: string;
  /** As Node names it: `x64`, `arm64`, ... */
  readonly architecture: string;
  /** The program that runs this process: a Node. */
  readonly executable: string;
  /** Variables by name, for programs that are started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The number of this process. */
  readonly processId: number;
  /** Whether a process with this number is there. */
  isRunning(processId: number): boolean;
  /** The processor time that this process has used so far, on all its threads. */
  processorMs(): number;
  /** The C library of a Linux system, such as `glibc 2.39` or `musl`; undefined elsewhere. */
  libc(): string | undefined;
}

/** Where a command's words go, and where its interruptions come from. */
export interface Terminal {
  /** Writes a line of results (stdout). */
  print(line: string): void;
  /** Writes a line about what is going on (stderr). */
  note(line: string): void;
  /** Where progress is drawn (stderr). */
  readonly progressStream: NodeJS.WriteStream;
  /** Whether somebody watches: then progress is a bar, otherwise now and then a line. */
  readonly isWatched: boolean;
  /** Whether errors show where in the code they come from (`DEBUG` is set). */
  readonly isDebugging: boolean;
  /** The words after the program's name. */
  readonly arguments: readonly string[];
  /** What this process runs on. */
  readonly host: Host;
  /** The process that started this one as a worker, if one did. */
  readonly parent?: ParentChannel;
  /**
   * Aborted once a person presses Ctrl-C, a signal asks the process to stop, or its parent is gone. From the
   * first call on an interruption no longer ends the process; a second one does, except in a worker.
   */
  interruption(): AbortSignal;
}

/** The exit code of a command that was interrupted: 128 + SIGINT, as shells have it. */
export const INTERRUPTED_EXIT_CODE = 130;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  leaveQuietlyWhenNobodyReads();
  quietTensorflow();
  const send = process.send?.bind(process);
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    progressStream: process.stderr,
    isWatched: process.stderr.isTTY === true && send === undefined,
    isDebugging: (process.env.DEBUG ?? '') !== '',
    arguments: process.argv.slice(2),
    host: {
      nodeVersion: process.versions.node,
      system: process.platform,
      architecture: process.arch,
      executable: process.execPath,
      environment: process.env,
      processId: process.pid,
      isRunning,
      processorMs,
      libc,
    },
    interruption,
    ...(send && { parent: { send: (message) => void send(message, undefined, undefined, () => {}) } }),
  };
}

function isRunning(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId <= 0) return false;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends a process that leads a group at once, and all that it started. */
export function endProcessGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Ends the process with this code as soon as nothing is left to do. */
export function leaveWith(exitCode: number): void {
  process.exitCode = exitCode;
  // An open channel to the parent would keep a worker alive.
  if (process.connected) process.disconnect();
}

/** `rectify activations | head` closes our output early; that is no error. */
function leaveQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

/**
 * Native TensorFlow logs to stderr while it loads, and about oneDNN at every level. Without oneDNN it is quiet and rounds
 * the same way on every processor. What a person has set stays; `bench` times the library as it comes.
 */
function quietTensorflow(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (process.argv[2] !== 'bench') process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function libc(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined ? 'musl' : `glibc ${header.glibcVersionRuntime}`;
}

let interruptionSignal: AbortSignal | undefined;

function interruption(): AbortSignal {
  interruptionSignal ??= listenForInterruption();
  return interruptionSignal;
}

function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  const isWorker = process.send !== undefined;
  const interrupt = (): void => {
    // Ctrl-C reaches a worker twice, by itself and through its parent, and both mean the same.
    if (controller.signal.aborted && !isWorker) leaveAtOnce();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  if (isWorker) {
    const abort = (): void => controller.abort();
    process.on('message', (message) => message === STOP_MESSAGE && abort());
    // It may be gone before anybody listens.
    if (process.connected) void once(process, 'disconnect').then(abort);
    else abort();
  }
  return controller.signal;
}

function leaveAtOnce(): never {
  // A progress bar hides the cursor, and has no time left to bring it back.
  if (process.stderr.isTTY) process.stderr.write('\u001b[?25h');
  process.exit(INTERRUPTED_EXIT_CODE);
}

/** What a parent sends a worker to interrupt it. Signals would end it at once on Windows. */
export const STOP_MESSAGE = 'stop';
