/**
 * Keeps the screen on while the page is shown, if the browser can (Screen Wake Lock API). The lock ends whenever the
 * page is hidden, so it is requested again when the page is shown.
 * @returns a function that lets the screen go dark again
 */
export const keepAwake = (): (() => void) => {
  const ended = new AbortController();
  let lock: WakeLockSentinel | undefined;
  const take = async (): Promise<void> => {
    if (document.hidden || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (ended.signal.aborted) await lock.release();
    } catch {
      // The battery is low, or the browser forbids the lock. The screen then goes dark as usual.
    }
  };
  document.addEventListener('visibilitychange', () => void take(), { signal: ended.signal });
  void take();
  return () => {
    ended.abort();
    void lock?.release();
  };
};
