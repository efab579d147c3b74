/** One after the other: what happens to one talk in this process waits its turn instead of racing itself. */
const tails = new Map<string, Promise<unknown>>();

/** Runs `work` once everything asked for under `name` before is done. */
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const run = (tails.get(name) ?? Promise.resolve()).then(work, work);
  const tail = run.catch(() => {});
  tails.set(name, tail);
  void tail.then(() => {
    if (tails.get(name) === tail) tails.delete(name);
  });
  return run;
}
