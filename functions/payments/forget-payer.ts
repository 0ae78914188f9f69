import { AppError } from '../../shared/errors.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import { accept } from '../../shared/kernel/aggregate.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Payments } from './aggregate.ts';
import type { PaymentEvent } from './domain/payment-event.ts';

/**
 * Replaces the customer's id in an order's payment, or in its tombstone, by the order's pseudonym.
 * @throws AppError `unavailable` if `hasPayment` is true and the payment is not recorded yet: an earlier event may
 *   still create it, with the customer's id. The message is then delivered again, and replaces the id after the payment
 *   is recorded.
 */
export const forgetPayer =
  ({ payments }: { readonly payments: Payments }) =>
  async (
    { orderId, customerId: pseudonym, hasPayment }: EventData<'OrderAnonymised'>,
    trace: Trace,
  ): Promise<void> => {
    const changed = await payments.change(orderId, trace, (payment) =>
      payment.customerId === pseudonym
        ? accept()
        : accept<PaymentEvent>({ type: 'CustomerForgotten', pseudonym }),
    );
    if (changed.outcome === 'missing' && hasPayment) {
      throw new AppError(
        'unavailable',
        'payment.not-recorded-yet',
        'The payment of this order is not recorded yet, so its customer cannot be forgotten',
      );
    }
  };
