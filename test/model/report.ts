import type { Explored } from './explore.ts';

/** What a thread is to explore. */
export interface ModelTask {
  readonly firstSeed: number;
  readonly schedules: number;
  /** A mutant's name; none for the algorithm as it is. */
  readonly mutant?: string;
}

/** What a thread tells. */
export type ModelReport =
  | { readonly kind: 'progress'; readonly over: number }
  | { readonly kind: 'done'; readonly explored: Explored };
