import { describe, expect, it } from '@jest/globals';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { inboxes, type Inbox } from '../../../../shared/events/subscriptions.ts';

/** Events without a subscriber. They are published only because the relay counts them in a metric. */
const counted = ['StockLow', 'PaymentDisputed'];
/**
 * The inboxes whose services act on events. The insights service only records events, so an event needs another
 * subscriber, too.
 */
const acting: readonly Inbox[] = Object.values<Inbox>(inboxes).filter(
  ({ service }) => service !== 'insights',
);

describe('an event', () => {
  it('has a subscriber or is only counted, because every published event costs money', () => {
    const heard = new Set<string>(acting.flatMap(({ events }) => events));
    expect(Object.keys(eventSchemas).filter((event) => !heard.has(event))).toEqual(counted);
  });

  it.each([
    ['OrderCreated', ['inventory', 'notifications', 'orders']],
    ['OrderPaid', ['fulfilment', 'inventory', 'notifications']],
    ['OrderCancelled', ['fulfilment', 'inventory', 'notifications', 'payments']],
    ['OrderExpired', ['inventory', 'notifications', 'payments']],
    ['PaymentFailed', ['notifications', 'orders']],
    ['RefundCompleted', ['notifications', 'orders']],
    ['FulfilmentReady', ['notifications', 'orders']],
  ] as const)('%s is delivered to each service that has to act on it', (event, services) => {
    const heardBy = acting.filter(({ events }) => events.includes(event)).map(({ service }) => service);
    expect(heardBy.toSorted()).toEqual(services);
  });

  it('begins the watchdog’s chain of ticks once, however often stock is asked for', () => {
    expect(inboxes['orders-watchdog']).toMatchObject({ events: ['OrderCreated'], match: { attempt: [1] } });
  });
});
