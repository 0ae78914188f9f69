/** The time of an invocation, in milliseconds: so long that a slow machine finds nothing. */
export const AMPLE_MS = 600_000;

/** The longest log line about a case, in characters, however long the case is. */
export const MAX_LOG_LINE = 16_000;

/** What a run has done so far. */
export interface Counts {
  /** Generated messages, webhooks or requests. */
  cases: number;
  /** Cases that were accepted. */
  valid: number;
  /** Cases that were refused. */
  invalid: number;
  /** Effects of refused cases. */
  effects: number;
  /** Failures that nobody has classified: exceptions, rejections, and codes that begin with `unexpected.`. */
  crashes: number;
  /** Any other broken promise. */
  broken: number;
}

export const noCounts = (): Counts => ({ cases: 0, valid: 0, invalid: 0, effects: 0, crashes: 0, broken: 0 });

/** What a case can break. */
export type Breach = 'effects' | 'crashes' | 'broken';

/** A property does not hold. */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly breach: Breach;
  constructor(breach: Breach, message: string) {
    super(message);
    this.breach = breach;
  }
}
