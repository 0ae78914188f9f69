/**
 * Runs the tasks `0` to `count - 1`, at most `width` at a time. Returns their results in the order of the tasks.
 * @throws the first error of a task, without waiting for the rest
 */
export const inParallel = async <Result>(
  count: number,
  width: number,
  task: (n: number) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) results[n] = await task(n);
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
};
