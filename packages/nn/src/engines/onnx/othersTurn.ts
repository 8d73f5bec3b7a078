// A run keeps the thread busy; between two of them signals, timers and files must have their turn.

/** A turn costs 5 us of a program that runs for 200: so not every run ends with one. */
const MS_BETWEEN_TURNS = 5;

let turnEndedAt = 0;

/** Lets the event loop go round, unless it just did. */
export async function othersTurn(): Promise<void> {
  if (performance.now() - turnEndedAt < MS_BETWEEN_TURNS) return;
  await new Promise((resolve) => setImmediate(resolve));
  turnEndedAt = performance.now();
}
