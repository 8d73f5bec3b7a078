/**
 * The known name that a wrong one was probably meant to be, or undefined.
 *
 * Case and punctuation don't count (`Leaky-ReLU` is `leaky_relu`); after that a name may be cut short (`leaky`) or be
 * up to two edits away, though never more than half of its letters.
 *
 * @example
 * closestName('leakyrelu', ['relu', 'leaky_relu']); // 'leaky_relu'
 */
export function closestName<Name extends string>(wrong: string, known: readonly Name[]): Name | undefined {
  const letters = lettersOf(wrong);
  const exact = known.find((name) => lettersOf(name) === letters);
  if (exact !== undefined || letters.length < 3) return exact;
  const completed = known.find((name) => lettersOf(name).startsWith(letters));
  if (completed !== undefined) return completed;
  const [closest] = known
    .map((name) => ({ name, edits: editDistance(letters, lettersOf(name)) }))
    .filter(({ edits }) => edits <= 2 && edits <= letters.length / 2)
    .sort((one, other) => one.edits - other.edits);
  return closest?.name;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Insertions, deletions and substitutions that turn one text into the other (Levenshtein 1966). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const substituted = (row[column - 1] as number) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
