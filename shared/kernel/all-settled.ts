/**
 * Waits until all have ended, well or not, so that nothing of them goes on unwatched.
 * @returns their values in order.
 * @throws the first failure, after all have ended.
 */
export const allSettled = async <Value>(running: readonly Promise<Value>[]): Promise<readonly Value[]> => {
  const ends = await Promise.allSettled(running);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
};
