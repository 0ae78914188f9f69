import type { Explored } from './explore.ts';

/** The range of seeds that a worker thread explores. */
export interface ModelTask {
  readonly firstSeed: number;
  readonly schedules: number;
  /** The name of a mutant. Default: the real algorithm. */
  readonly mutant?: string;
}

/** A message from a worker thread: how many schedules are finished, or the result. */
export type ModelReport =
  | { readonly kind: 'progress'; readonly over: number }
  | { readonly kind: 'done'; readonly explored: Explored };
