import type { Random } from './random.ts';

/** What can go wrong at a call of a port. */
const portFaultKinds = [
  'fail-before',
  'fail-after',
  'act-late',
  'repeat',
  'die-before',
  'die-after',
  'contended',
] as const;
export type PortFault = (typeof portFaultKinds)[number];

/** Everything that can go wrong in a world. */
export const faultKinds = [
  ...portFaultKinds,
  // of messages
  'delivered-twice',
  'delivered-late',
  'acknowledgement-lost',
  'entry-failed',
  'entry-refused',
  'stream-repeated',
  // of the payment provider
  'webhook-lost',
  'webhook-late',
  'webhook-twice',
  'webhook-forged',
  'webhook-of-another-amount',
  'refund-refused',
  'refund-slow',
  'refund-returned',
  'session-refused',
  'session-expired',
  // of those who send messages on
  'message-refused',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How likely each fault is, each time that it could happen. */
export type FaultRates = Readonly<Record<FaultKind, number>>;

/** Strikes, and counts what it struck. */
export interface Faults {
  /** Whether this fault happens now. */
  strikes(kind: FaultKind): boolean;
  /** Which of several faults happens at this one occasion, if any. */
  strikesOneOf<Kind extends FaultKind>(kinds: readonly Kind[]): Kind | undefined;
  /** From now on all goes well. */
  stop(): void;
  readonly active: () => boolean;
  readonly counts: Readonly<Record<FaultKind, number>>;
}

/** A count of nothing yet. */
export const noFaults = (): Record<FaultKind, number> =>
  Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>;

/** Faults at some rates, by chance. */
export const createFaults = (rates: FaultRates, random: Random): Faults => {
  const counts = noFaults();
  let active = true;
  return {
    counts,
    active: () => active,
    stop: () => {
      active = false;
    },
    strikes: (kind) => {
      if (!active || !random.chance(rates[kind])) return false;
      counts[kind] += 1;
      return true;
    },
    strikesOneOf: (kinds) => {
      if (!active) return undefined;
      let left = random.fraction();
      for (const kind of kinds) {
        left -= rates[kind];
        if (left < 0) {
          counts[kind] += 1;
          return kind;
        }
      }
      return undefined;
    },
  };
};
