// How far several things are that go on at the same time: a bar for the whole and one for each of them, or lines.
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal.js';
import { openProgress, type ProgressState, startClock } from './progress.js';

/** One of the things that go on. */
export interface RunningPart {
  /** Unique among them. */
  readonly name: string;
  /** Share of it that is done, 0 to 1. */
  readonly share: number;
  /** How it goes, in a few words. */
  readonly remark: string;
}

/** Shows how far a whole and its parts are. */
export interface Board {
  update(whole: ProgressState, running: readonly RunningPart[]): void;
  /** Leaves the state of the whole standing. */
  end(): void;
}

/** Opens the kind of board that suits the terminal. */
export function openBoard(terminal: Terminal, title: string): Board {
  return terminal.isWatched ? bars(terminal, title) : lines(terminal, title);
}

function lines(terminal: Terminal, title: string): Board {
  const progress = openProgress(terminal, title);
  return {
    update: (whole, running) => {
      const parts = running.map(
        ({ name, share, remark }) => `${name} ${Math.floor(100 * share)} %${remark && ` ${remark}`}`,
      );
      progress.update({ ...whole, remark: [whole.remark ?? '', ...parts].filter(Boolean).join('; ') });
    },
    end: () => progress.end(),
  };
}

function bars({ progressStream }: Terminal, title: string): Board {
  const board = new MultiBar(
    {
      format: '{bar} {percentage} % {title} {remark}',
      stream: progressStream,
      hideCursor: true,
      // The command handles interruptions itself.
      gracefulExit: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  const describe = startClock();
  const whole = board.create(1, 0, { title, remark: '' });
  const parts = new Map<string, SingleBar>();
  return {
    update: (state, running) => {
      whole.update(state.share, {
        remark: `| ${describe(state)}${state.remark ? ` | ${state.remark}` : ''}`,
      });
      for (const [name, part] of parts) {
        if (running.some((still) => still.name === name)) continue;
        board.remove(part);
        parts.delete(name);
      }
      for (const { name, share, remark } of running) {
        const part = parts.get(name) ?? board.create(1, 0, { title: name, remark: '' });
        parts.set(name, part);
        part.update(share, { remark: remark && `| ${remark}` });
      }
    },
    end: () => {
      for (const part of parts.values()) board.remove(part);
      board.stop();
    },
  };
}
