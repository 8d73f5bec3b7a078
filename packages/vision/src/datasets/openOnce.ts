/** The same function, whose result for a name is computed once; a failure is not remembered. */
export function openOnce<Result>(open: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const opened = new Map<string, Promise<Result>>();
  return (name) => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const opening = open(name);
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return opening;
  };
}
