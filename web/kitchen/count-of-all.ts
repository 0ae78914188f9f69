import type { Entry } from './board.ts';

/** The items that somebody has crossed out on tickets: for each order id, the ids of products. */
export type Crossed = Readonly<Record<string, readonly string[]>>;

/** How many units of a product the tickets still need. */
export interface Wanted {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
}

/** Whether an item of an order is crossed out. */
export const isCrossed = (crossed: Crossed, orderId: string, productId: string): boolean =>
  crossed[orderId]?.includes(productId) === true;

/** Crosses an item out. If it is crossed out already, undoes that. */
export const toggled = (crossed: Crossed, orderId: string, productId: string): Crossed => {
  const before = crossed[orderId] ?? [];
  const after = before.includes(productId)
    ? before.filter((other) => other !== productId)
    : [...before, productId];
  return { ...crossed, [orderId]: after };
};

/** Keeps only the crossed out items of orders that are still open. */
export const stillOpen = (crossed: Crossed, orderIds: ReadonlySet<string>): Crossed =>
  Object.fromEntries(Object.entries(crossed).filter(([orderId]) => orderIds.has(orderId)));

/**
 * How many units of each product all waiting and started tickets need, without the items that are crossed out. The
 * product with the most units comes first.
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
