import type { Entry } from './board.ts';

/** What is crossed out, by the ids of orders: the ids of products. */
export type Crossed = Readonly<Record<string, readonly string[]>>;

/** How many units of a product are still wanted. */
export interface Wanted {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
}

/** Whether an item of an order is crossed out. */
export const isCrossed = (crossed: Crossed, orderId: string, productId: string): boolean =>
  crossed[orderId]?.includes(productId) === true;

/** Crosses an item out, or takes that back. */
export const toggled = (crossed: Crossed, orderId: string, productId: string): Crossed => {
  const before = crossed[orderId] ?? [];
  const after = before.includes(productId)
    ? before.filter((other) => other !== productId)
    : [...before, productId];
  return { ...crossed, [orderId]: after };
};

/** What is crossed out in orders that are still open. All else is forgotten. */
export const stillOpen = (crossed: Crossed, orderIds: ReadonlySet<string>): Crossed =>
  Object.fromEntries(Object.entries(crossed).filter(([orderId]) => orderIds.has(orderId)));

/**
 * How many units of each product are wanted now: by all tickets that wait or are being prepared, without what is
 * crossed out. The most wanted first.
 */
export const countOfAll = (entries: Iterable<Entry>, crossed: Crossed): readonly Wanted[] => {
  const wanted = new Map<string, Wanted>();
  for (const { ticket } of entries) {
    if (ticket.status !== 'WAITING' && ticket.status !== 'PREPARING') continue;
    for (const { productId, name, quantity } of ticket.items) {
      if (isCrossed(crossed, ticket.orderId, productId)) continue;
      const before = wanted.get(productId)?.quantity ?? 0;
      wanted.set(productId, { productId, name, quantity: before + quantity });
    }
  }
  return [...wanted.values()].sort(
    (one, other) => other.quantity - one.quantity || one.name.localeCompare(other.name),
  );
};
