import type { Random } from './random.ts';

/**
 * Faults of a port call:
 * - `fail-before`: the call throws and has no effect.
 * - `fail-after`: the call takes effect and then throws.
 * - `act-late`: the call throws, and takes effect later.
 * - `hang-before`, `hang-after`: the call has no effect (before) or takes effect (after), and gets no answer. Later,
 *   the client gives up, and the call throws.
 * - `repeat`: the call takes effect twice, as if a client had retried it.
 * - `die-before`, `die-after`: the worker dies before or after the call takes effect.
 * - `contended`: the call has no effect and returns `contended`.
 */
const portFaultKinds = [
  'fail-before',
  'fail-after',
  'act-late',
  'hang-before',
  'hang-after',
  'repeat',
  'die-before',
  'die-after',
  'contended',
] as const;
export type PortFault = (typeof portFaultKinds)[number];

export const faultKinds = [
  ...portFaultKinds,
  // Faults of messages, events and streams.
  'delivered-twice',
  'delivered-late',
  'acknowledgement-lost',
  'entry-failed',
  'entry-refused',
  'stream-repeated',
  // Lambda does not invoke the function for a message at the end of a long chain (recursive loop detection).
  'chain-stopped',
  // A deployment begins. Until it ends, some workers of a queue do not know one type of message, or its version.
  'message-unknown',
  // Faults of webhooks.
  'webhook-lost',
  'webhook-late',
  'webhook-twice',
  'webhook-forged',
  'webhook-of-another-amount',
  // Actions of people at the provider, of banks and of the provider itself.
  'refunded-outside',
  'outside-returned',
  'disputed',
  'refund-refused',
  'refund-slow',
  'refund-returned',
  'session-refused',
  'session-expired',
  // Faults of the providers of e-mails and text messages.
  'message-refused',
  // The provider refuses Orderly's account, not the recipient.
  'account-refused',
  // SES accepts a mail, and later reports a bounce or a complaint about it.
  'mail-bounced',
  'mail-complained',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** The probability of each kind of fault, applied each time the fault could happen. */
export type FaultRates = Readonly<Record<FaultKind, number>>;

/** Decides which faults happen, and counts them. */
export interface Faults {
  /** Draws whether this fault happens now. */
  strikes(kind: FaultKind): boolean;
  /** Draws which one of several faults happens now. Returns `undefined` if none does. */
  strikesOneOf<Kind extends FaultKind>(kinds: readonly Kind[]): Kind | undefined;
  /** Ends the injection of faults. */
  stop(): void;
  readonly active: () => boolean;
  readonly counts: Readonly<Record<FaultKind, number>>;
}

export const noFaults = (): Record<FaultKind, number> =>
  Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>;

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
