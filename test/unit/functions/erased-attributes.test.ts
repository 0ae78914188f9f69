import { describe, expect, it } from '@jest/globals';
import { evolve as evolveTicket, isOpen, type Ticket } from '../../../functions/fulfilment/domain/ticket.ts';
import { evolve as evolveOrder } from '../../../functions/orders/domain/evolve.ts';
import { isWatched, type Order } from '../../../functions/orders/domain/order.ts';
import { stored } from '../../infra/stored-attributes.ts';
import { orderIn, PLACED_AT } from '../../support/orders.ts';

const REVEALING = 'says who the customer is';
const pseudonym = 'erased-1';

/** A value for each attribute that is personal data. Each value would reveal the customer. */
const revealing = (attributes: Readonly<Record<string, boolean>>) =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, personal]) => (personal ? [[name, REVEALING]] : [])),
  );

/**
 * These tests also cover attributes that are added later, because they read the list of personal data in
 * `stored-attributes.ts`.
 */
describe('nothing that reveals a forgotten customer', () => {
  it.each(Object.keys(orderIn) as (keyof typeof orderIn)[])(
    'stays in an order that was %s, once nobody waits for it',
    (status) => {
      const { paymentLink, ...texts } = revealing(stored['orders table']);
      expect(Object.keys(texts)).toEqual(expect.arrayContaining(['customerId', 'note', 'remark']));
      const link = status === 'AWAITING_PAYMENT' ? { paymentLink } : {};
      const order = { ...orderIn[status](), ...texts, ...link } as Order;

      const forgotten = evolveOrder(order, { type: 'CustomerForgotten', at: PLACED_AT, pseudonym });
      const over = isWatched(forgotten)
        ? evolveOrder(forgotten, { type: 'Expired', at: PLACED_AT, reason: 'not-paid-in-time' })
        : forgotten;
      expect(over.customerId).toBe(pseudonym);
      expect(JSON.stringify(over)).not.toContain(REVEALING);
    },
  );

  it.each(['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED'] as const)(
    'stays in a ticket that was %s, once it is closed',
    (status) => {
      const texts = revealing(stored['fulfilment table']);
      expect(Object.keys(texts)).toEqual(expect.arrayContaining(['customerId', 'note']));
      const ticket = {
        orderId: 'o-1',
        items: [],
        receivedAt: PLACED_AT,
        status,
        ...texts,
      } as unknown as Ticket;

      const forgotten = evolveTicket(ticket, { type: 'CustomerForgotten', pseudonym });
      expect(forgotten).toMatchObject({ customerId: pseudonym });
      const after = (type: 'TicketCompleted' | 'TicketCancelled') =>
        evolveTicket(forgotten, { type, at: PLACED_AT });
      const closed = [
        ...(isOpen(status) ? [after('TicketCancelled')] : [forgotten]),
        ...(status === 'READY' ? [after('TicketCompleted')] : []),
      ];
      expect(JSON.stringify(closed)).not.toContain(REVEALING);
    },
  );
});
