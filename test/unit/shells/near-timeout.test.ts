import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as api from '../../../functions/payments/api.ts';
import { apiEvent, lambdaContext, sqsEvent, streamEvent } from '../../support/lambda-events.ts';
import { busMessage } from '../../support/bus-messages.ts';
import { publishedEvent, writeOf } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';

/** The time that each invocation has. It is more than the time that an inbox reserves at the end of an invocation. */
const REMAINING_MS = 10_000;

/** Runs a handler, and calls `meanwhile` while it works. */
type Shell = (meanwhile: () => void, context: Context) => Promise<unknown>;

const shell = shellWorld();
let shells: Readonly<
  Record<'a route' | 'an inbox' | 'a relay' | 'the sweep' | 'the simulated provider', Shell>
>;

beforeAll(async () => {
  Object.assign(process.env, {
    STAGE: 'production',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
    EVENT_BUS_NAME: 'bus',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
    TABLE_NAME: 'table',
    BATCH_LEASE_SECONDS: '60',
    WEBHOOK_QUEUE_URL: `${process.env['AWS_ENDPOINT_URL']}/webhooks`,
    WEBHOOK_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/webhooks-dlq`,
  });
  const { httpHandler } = await import('../../../shared/http/http-handler.ts');
  const { inboxHandler } = await import('../../../shared/messaging/inbox-handler.ts');
  const { relayHandler } = await import('../../../shared/messaging/relay-handler.ts');
  const sweep = (await import('../../../functions/inventory/lambdas/sweep-batches.ts')).handler;
  const deliver = (await import('../../../simulators/payment-gateway/lambdas/deliver-webhook.ts')).handler;

  const onCall = (meanwhile: () => void): void =>
    shell.aws.answer(() => {
      meanwhile();
      return { body: { Items: [] } };
    });
  const paid = busMessage('OrderPaid', {
    orderId: '0195a5a5-0000-7000-8000-000000000001',
    customerId: 'alice',
    items: [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 300 }],
    totalAmount: 300,
    currency: 'EUR',
    placedAt: '2026-03-01T09:00:00.000Z',
  });
  shells = {
    'a route': (meanwhile, context) => {
      const handler = httpHandler({ ...api.receiveWebhook, path: '/slow' }, () => {
        meanwhile();
        return { status: 200, body: { received: true } };
      });
      return handler(apiEvent({ method: 'POST', resource: '/slow', body: {} }), context);
    },
    'an inbox': (meanwhile, context) => {
      const react = async (): Promise<void> => meanwhile();
      const handler = inboxHandler('fulfilment-inbox', {
        OrderPaid: react,
        OrderPreparing: react,
        OrderCancelled: react,
        OrderAnonymised: react,
      });
      return handler(sqsEvent({ body: paid }), context);
    },
    'a relay': (meanwhile, context) => {
      const handler = relayHandler('orders', () => {
        meanwhile();
        return [];
      });
      return handler(streamEvent(writeOf(publishedEvent(1))), context);
    },
    'the sweep': (meanwhile, context) => {
      onCall(meanwhile);
      return sweep({}, context);
    },
    'the simulated provider': (meanwhile, context) => {
      onCall(meanwhile);
      const webhook = { id: 'msg_1', body: { type: 'payment.succeeded' } };
      return deliver(sqsEvent({ body: { webhook, attempt: 1, forged: false } }), context);
    },
  };
});
beforeEach(() => {
  jest.useFakeTimers({
    doNotFake: [
      ...(['setInterval', 'setImmediate', 'clearInterval', 'clearImmediate', 'nextTick'] as const),
      ...(['queueMicrotask', 'hrtime', 'performance', 'Date'] as const),
    ],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

const counted = () => shell.lines.metrics().filter((line) => 'NearTimeouts' in line);

describe.each(['a route', 'an inbox', 'a relay', 'the sweep', 'the simulated provider'] as const)(
  '%s that takes long',
  (name) => {
    it('counts once as near its timeout, as soon as 80 % of its time are over', async () => {
      let before = -1;
      let after = -1;
      let waits = true;
      await shells[name](() => {
        if (!waits) return;
        waits = false;
        jest.advanceTimersByTime(0.8 * REMAINING_MS - 1);
        before = counted().length;
        jest.advanceTimersByTime(1);
        after = counted().length;
      }, lambdaContext(REMAINING_MS)).catch(() => undefined);
      expect({ before, after, in: counted().length }).toEqual({ before: 0, after: 1, in: 1 });
    });

    it('does not count if it ends in time', async () => {
      await shells[name](() => undefined, lambdaContext(REMAINING_MS)).catch(() => undefined);
      jest.advanceTimersByTime(REMAINING_MS);
      expect(counted()).toEqual([]);
    });
  },
);

describe('a count', () => {
  it('is a line of CloudWatch’s embedded metric format, with the stage as its only dimension', async () => {
    await shells['a relay'](() => jest.advanceTimersByTime(REMAINING_MS), lambdaContext(REMAINING_MS));
    expect(counted()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Orderly',
              Dimensions: [['stage']],
              Metrics: [{ Name: 'NearTimeouts', Unit: 'Count' }],
            },
          ],
        },
        stage: 'production',
        NearTimeouts: 1,
      },
    ]);
  });
});
