import { sumOfDays } from '../../../functions/insights/domain/figures.ts';
import type { Order } from '../../../functions/orders/domain/order.ts';
import {
  dayOfOrder,
  differingFigures,
  disagreementOf,
  expectedFigures,
  type OwnedFacts,
} from '../../../scripts/audit/insights.ts';
import { rebuildRows } from '../../../scripts/audit/insights-rebuild.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * At the end of a run, all events have arrived. Then the data of the insights service agrees with that of the other
 * services:
 * - Each order has a row with its status, its customer or pseudonym, and its money.
 * - The figures of each day are those computed from orders, payments and reservations.
 * - A rebuild gives the same rows. It adds all published events, in the order of their publication, to empty rows. Then
 *   each rebuilt row equals the stored row.
 */
export const insightsInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;

  /** What the services that own the data have stored about an order. */
  const ownedFacts = (order: Order): OwnedFacts => ({
    order,
    payment: stores.payments.rows.get(order.orderId)?.state,
    reservation: stores.reservations.rows.get(order.orderId)?.state,
  });

  const checkRow = (order: Order): void => {
    const problem = disagreementOf(order, stores.insights.rows.get(order.orderId)?.state);
    if (problem === undefined) return;
    kernel.fail('insights-agrees', `${world.orderName(order.orderId)}: ${problem}`);
  };

  const rebuilt = rebuildRows();

  return {
    onPublished: (message) => rebuilt.add(message),
    atEnd: () => {
      for (const { name, text } of rebuilt.differences((id) => stores.insights.rows.get(id)?.state)) {
        kernel.fail('rebuilt-is-the-same', `${name}: ${text}`);
      }
      const orders = [...stores.orders.rows.values()].map(({ state }) => state);
      for (const order of orders) checkRow(order);
      const expected = sumOfDays(
        orders.map((order) => new Map([[dayOfOrder(order), expectedFigures(ownedFacts(order))]])),
      );
      for (const { text } of differingFigures(stores.insights.days, expected)) {
        kernel.fail('figures-agree', text);
      }
    },
  };
};
