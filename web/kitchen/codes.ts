import { pickupCode } from '../../shared/kernel/pickup-code.ts';

/** The codes to try for an order: first the code that the customer sees, and finally one that no two orders share. */
const candidates: readonly ((orderId: string) => string)[] = [
  (orderId) => pickupCode(orderId),
  (orderId) => pickupCode(orderId, 6),
  (orderId) => orderId,
];

/**
 * The pickup codes of orders, by their ids. Orders with the same code get longer codes, which begin with the same
 * characters. If these are the same, too, the code is the order's id.
 */
export const codesOf = (orderIds: readonly string[]): ReadonlyMap<string, string> => {
  const codes = new Map<string, string>();
  let open = orderIds;
  for (const codeOf of candidates) {
    const counts = new Map<string, number>();
    for (const orderId of open) counts.set(codeOf(orderId), (counts.get(codeOf(orderId)) ?? 0) + 1);
    for (const orderId of open) codes.set(orderId, codeOf(orderId));
    open = open.filter((orderId) => (counts.get(codeOf(orderId)) ?? 0) > 1);
  }
  return codes;
};
