/** The most scans of an audit. */
const MAX_LOOKS = 3;

/** How an audit scans the tables, and how it judges the result. */
export interface Looks<Seen> {
  /** Scans the tables once. */
  readonly look: () => Promise<Seen>;
  readonly isRight: (seen: Seen) => boolean;
  /** Combines the result of the earlier scans with that of the new one. */
  readonly combine: (before: Seen, now: Seen) => Seen;
  /** Waits before the next scan, so that changes that are under way can end. */
  readonly pause: () => Promise<unknown>;
}

/** Scans again while a scan finds faults, because a scan can see half of a change. Scans at most `MAX_LOOKS` times. */
export const lookRepeatedly = async <Seen>({ look, isRight, combine, pause }: Looks<Seen>): Promise<Seen> => {
  let seen: Seen = await look();
  for (let looks = 1; looks < MAX_LOOKS && !isRight(seen); looks += 1) {
    await pause();
    seen = combine(seen, await look());
  }
  return seen;
};
