// What a check of this machine finds.

/** The outcome of one check. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'absent';
  /** What was found, or why not. */
  readonly detail: string;
  /** What to do about it; only where something is absent. */
  readonly remedy?: string;
  /** Whether Rectify can't do its work without it. */
  readonly isRequired: boolean;
}

/** Something is there. */
export function present(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, isRequired: true };
}

/** Something that Rectify needs isn't there. */
export function broken(name: string, detail: string, remedy: string): Finding {
  return { name, state: 'absent', detail, remedy, isRequired: true };
}

/** Something isn't there that Rectify can do without. */
export function missing(name: string, detail: string, remedy: string): Finding {
  return { name, state: 'absent', detail, remedy, isRequired: false };
}

/** The first line of what was thrown. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
