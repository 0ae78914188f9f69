import { describe, expect, it } from '@jest/globals';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { inboxes, type Inbox } from '../../../../shared/events/subscriptions.ts';

/** Published for its count, which the relay makes a metric. */
const counted = ['StockLow'];

describe('an event', () => {
  it('has a subscriber, for each that is published is charged, unless people watch its count', () => {
    const all: readonly Inbox[] = Object.values(inboxes);
    const heard = new Set<string>(all.flatMap(({ events }) => events));
    expect(Object.keys(eventSchemas).filter((event) => !heard.has(event))).toEqual(counted);
  });
});
