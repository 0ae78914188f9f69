import { describe, expect, it } from '@jest/globals';
import {
  callerOf,
  countCall,
  deliveriesOf,
  noCalls,
  reachesRelay,
  totalCalls,
} from '../../../../bench/cost/requests.ts';

const event = (type: string, data: object) => ({ DetailType: type, Detail: JSON.stringify({ data }) });

describe('deliveries of an event', () => {
  it('are one for each subscribed inbox', () => {
    expect(deliveriesOf('OrderPaid', '{"data":{}}')).toBe(3);
    expect(deliveriesOf('OrderPaid', '{"data":{}}', 'insights')).toBe(1);
    expect(deliveriesOf('StockLow', '{"data":{}}')).toBe(0);
  });

  it('leave the watchdog out of a repeated request for stock', () => {
    const of = (attempt: number) => deliveriesOf('OrderCreated', JSON.stringify({ data: { attempt } }));
    expect(of(1) - of(2)).toBe(1);
  });
});

describe('counting a request', () => {
  it('counts the events of a call, and their messages', () => {
    const calls = noCalls();
    const Entries = [event('OrderPaid', {}), event('StockReserved', {})];
    countCall(calls, 'PutEvents', JSON.stringify({ Entries }), false);
    expect(calls).toEqual({
      ...noCalls(),
      eventBridgeCalls: 1,
      events: 2,
      eventsToOne: 1,
      messages: 4,
      insightsMessages: 2,
    });
  });

  it('counts an event of more than 64 KB as several', () => {
    const calls = noCalls();
    const Entries = [event('StockLow', { text: 'x'.repeat(70_000) })];
    countCall(calls, 'PutEvents', JSON.stringify({ Entries }), false);
    expect(calls.events).toBe(2);
  });

  it('counts messages to queues of ours, each of a batch, and no others', () => {
    const calls = noCalls();
    countCall(calls, 'SendMessage', '{}', false);
    countCall(calls, 'SendMessage', '{}', true);
    countCall(calls, 'SendMessageBatch', '{"Entries":[{},{}]}', false);
    expect(calls).toEqual({ ...noCalls(), sqsCalls: 2, messages: 3 });
  });

  it('counts mails and text messages', () => {
    const calls = noCalls();
    countCall(calls, 'SendEmail', 'Action=SendEmail', true);
    countCall(calls, 'Publish', 'Action=Publish', true);
    expect(calls).toEqual({ ...noCalls(), mails: 1, texts: 1 });
  });
});

describe('a written item', () => {
  const item = { pk: { S: 'order#1' }, version: { N: '1' } };
  const outbox = { M: { at: { S: '2026-11-27T09:00:00.000Z' }, events: { L: [] } } };

  it('reaches the relay if it has an outbox', () => {
    expect(reachesRelay('orders', { ...item, outbox })).toBe(true);
  });

  it('does not reach the relay without an outbox, although it has a version', () => {
    expect(reachesRelay('orders', item)).toBe(false);
    expect(reachesRelay('orders', { ...item, outbox: { M: {} } })).toBe(false);
    expect(reachesRelay('orders', { ...item, events: { N: '1' } })).toBe(false);
  });

  it('reaches the relay of inventory without an outbox if it is stock', () => {
    const stock = { ...item, pk: { S: 'stock#mug' } };
    expect(reachesRelay('inventory', stock)).toBe(true);
    expect(reachesRelay('orders', stock)).toBe(false);
    expect(reachesRelay('inventory', { ...item, pk: { S: 'reservation#1' } })).toBe(false);
  });
});

describe('who sent a request', () => {
  it('is told by the application id in the user agent of the SDK', () => {
    const agent = 'aws-sdk-js/3.1046.0 ua/2.1 os/linux lang/js md/nodejs#24 m/E,n app/orders-inbox-PTEnv-';
    expect(callerOf('/', agent)).toBe('orders-inbox');
    expect(callerOf('/', 'aws-sdk-js/3.1046.0 md/nodejs#24 app/other')).toBe('');
    expect(callerOf('/', undefined)).toBe('');
  });

  it('is the inbox of payments where the payment provider is asked, without an SDK', () => {
    expect(callerOf('/_aws/execute-api/abc/local/gateway/sessions/42/expire', 'node')).toBe('payments-inbox');
  });

  it('does not change what all of them asked together', () => {
    const [one, other] = [
      { ...noCalls(), mails: 1, sqsCalls: 2 },
      { ...noCalls(), mails: 2 },
    ];
    expect(totalCalls([one, other])).toEqual({ ...noCalls(), mails: 3, sqsCalls: 2 });
  });
});
