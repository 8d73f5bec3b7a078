// How a command fails: with one line for people and an exit code for scripts.
import { ActivationSpecError } from '@rectify/activations';
import { CommanderError } from 'commander';
import { INTERRUPTED_EXIT_CODE } from './terminal.js';

/** The command was asked for something that it cannot take: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was asked properly and could not do it: exit code 1. The message says what, where, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The command was stopped from outside after it left everything in order: exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Exit code and message of an error that ended a command. */
export interface Failure {
  readonly exitCode: number;
  /** One line, or empty if there is nothing to say. */
  readonly message: string;
}

/** Sorts whatever was thrown into the exit codes 0 (asked for help), 1 (failed), 2 (bad arguments), 130 (interrupted). */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return commanderFailure(error);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError || error instanceof ActivationSpecError) return { exitCode: 2, message };
  if (error instanceof InterruptedError) return { exitCode: INTERRUPTED_EXIT_CODE, message };
  if (error instanceof TypeError || error instanceof ReferenceError) {
    return { exitCode: 1, message: `internal error: ${message}; set DEBUG=1 to see where` };
  }
  return { exitCode: 1, message };
}

/** Commander throws to leave: also after it has printed help or version. */
function commanderFailure({ exitCode, code, message }: CommanderError): Failure {
  if (exitCode === 0) return { exitCode: 0, message: '' };
  // `rectify` and `rectify train` alone: the help has been shown.
  if (code === 'commander.help') return { exitCode: 2, message: '' };
  return { exitCode: 2, message: oneLine(message.replace(/^error: /, '')) };
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
