import { AppError } from '../../../shared/errors.ts';
import { mayActFor, type Caller } from '../../../shared/kernel/caller.ts';
import type { PaymentStore } from '../domain/payment-store.ts';
import { viewPayment, type PaymentView } from '../domain/payment-view.ts';

/** Shows an order's payment; see `getPayment`. */
export type GetPayment = (caller: Caller, orderId: string) => Promise<PaymentView>;

/**
 * Shows the payment of an order to its owner and to staff.
 * @throws AppError `not-found` where there is none, and to everybody else.
 */
export const getPayment =
  ({ payments }: { readonly payments: PaymentStore }): GetPayment =>
  async (caller, orderId) => {
    const payment = (await payments.load(orderId))?.state;
    const view =
      payment !== undefined && mayActFor(caller, payment.customerId) ? viewPayment(payment) : undefined;
    if (view === undefined) throw new AppError('not-found', 'payment.not-found', 'No such payment');
    return view;
  };
