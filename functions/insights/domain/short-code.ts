import { pickupCode } from '../../../shared/kernel/pickup-code.ts';

/** A short text by which people name an order: the last eight characters of its id, or its pickup code. */
export type ShortCode =
  { readonly kind: 'end-of-id'; readonly text: string } | { readonly kind: 'pickup'; readonly text: string };

/** The code in what a person types, such as `…5912a637` or `k7mq`. Undefined if the text is not a code. */
export const shortCodeIn = (typed: string): ShortCode | undefined => {
  const text = typed.trim().replace(/^(…|\.\.\.)/, '');
  if (/^[0-9a-f]{8}$/i.test(text)) return { kind: 'end-of-id', text: text.toLowerCase() };
  return /^[0-9a-z]{4,6}$/i.test(text) ? { kind: 'pickup', text: text.toUpperCase() } : undefined;
};

/** True if the code names the order. A short code may name several orders. */
export const isNamedBy = (orderId: string, { kind, text }: ShortCode): boolean =>
  kind === 'end-of-id' ? orderId.endsWith(text) : pickupCode(orderId, text.length) === text;
