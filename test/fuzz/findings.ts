/**
 * The time limit of an invocation, in milliseconds. The limit is so long that no invocation times out, even on a slow
 * machine.
 */
export const AMPLE_MS = 600_000;

/** The longest allowed log line about a case, in characters. A long case must not lead to a longer line. */
export const MAX_LOG_LINE = 16_000;

/** How many cases a run has generated, and their results. */
export interface Counts {
  /** The generated messages, webhooks or requests. */
  cases: number;
  /** Cases that were accepted. */
  valid: number;
  /** Cases that were refused. */
  invalid: number;
  /** Refused cases that nevertheless had an effect, or that had an effect on other cases. */
  effects: number;
  /**
   * Failures that Orderly does not classify: exceptions, rejections, responses with status 500 or above, and codes that
   * begin with `unexpected.`.
   */
  crashes: number;
  /** Any other violation of the property. */
  broken: number;
}

export const noCounts = (): Counts => ({ cases: 0, valid: 0, invalid: 0, effects: 0, crashes: 0, broken: 0 });

export type Breach = 'effects' | 'crashes' | 'broken';

/** Thrown if a property does not hold. */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly breach: Breach;
  constructor(breach: Breach, message: string) {
    super(message);
    this.breach = breach;
  }
}
