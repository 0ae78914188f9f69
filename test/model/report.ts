import type { Explored } from './explore.ts';

/** The seeds that a thread explores. */
export interface ModelTask {
  readonly firstSeed: number;
  readonly schedules: number;
  /** The name of a mutant. Default: the real algorithm. */
  readonly mutant?: string;
}

/** A message from a thread. */
export type ModelReport =
  | { readonly kind: 'progress'; readonly over: number }
  | { readonly kind: 'done'; readonly explored: Explored };
