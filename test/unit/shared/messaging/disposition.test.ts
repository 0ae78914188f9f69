import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import { consumer } from '../../../../shared/messaging/consumer.ts';
import { busMessage, orderIdOf } from '../../../support/bus-messages.ts';

/** The outcomes of a message whose reaction throws this error, at its first and at its last receive. */
const dispositionsOf = async (error: unknown) => {
  const fail = async () => {
    throw error;
  };
  const consume = consumer('fulfilment-inbox', {
    OrderPaid: fail,
    OrderPreparing: fail,
    OrderCancelled: fail,
    OrderAnonymised: fail,
  });
  const body = JSON.stringify(busMessage('OrderPreparing', { orderId: orderIdOf(1), customerId: 'alice' }));
  return consume([1, 3].map((count) => ({ body, receive: { count, max: 3 } })));
};
const outcomesOf = async (error: unknown) => (await dispositionsOf(error)).map(({ outcome }) => outcome);

describe('a message that failed', () => {
  it.each(['not-found', 'conflict', 'too-many', 'unavailable'] as const)(
    'with %s is retried, and goes to the dead letters after the last receive',
    async (kind) => {
      expect(await outcomesOf(new AppError(kind, 'x.y', 'no'))).toEqual(['retry', 'dead-letter']);
    },
  );

  it('with an unknown error is retried too, and says what it was', async () => {
    expect(await dispositionsOf(new TypeError('oops'))).toMatchObject([
      { outcome: 'retry', error: { code: 'unexpected.TypeError', message: 'oops' } },
      { outcome: 'dead-letter', error: { code: 'unexpected.TypeError', message: 'oops' } },
    ]);
  });

  it('with something that is no error is retried too', async () => {
    expect(await dispositionsOf('oops')).toMatchObject([
      { outcome: 'retry', error: { code: 'unexpected.Error', message: 'oops' } },
      { outcome: 'dead-letter' },
    ]);
  });

  it.each(['invalid', 'unprocessable', 'forbidden', 'unauthenticated'] as const)(
    'with %s is given up at once, because a retry cannot help',
    async (kind) => {
      expect(await outcomesOf(new AppError(kind, 'x.y', 'no'))).toEqual(['dead-letter', 'dead-letter']);
    },
  );
});
