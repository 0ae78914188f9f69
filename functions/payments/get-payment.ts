import { AppError } from '../../shared/errors.ts';
import { hasRole, mayActFor, type Caller } from '../../shared/kernel/caller.ts';
import { viewPayment, type PaymentView } from './domain/payment-view.ts';
import type { PaymentStore } from './domain/payment-store.ts';

/**
 * Shows the payment of an order to its owner or to staff.
 * @throws AppError `payment.not-found` if there is no payment, and for another customer's payment.
 */
export const getPayment =
  ({ payments }: { readonly payments: PaymentStore }) =>
  async (caller: Caller, orderId: string): Promise<PaymentView> => {
    const payment = (await payments.load(orderId))?.state;
    const viewer = hasRole(caller, 'staff') ? 'staff' : 'customer';
    const view =
      payment !== undefined && mayActFor(caller, payment.customerId)
        ? viewPayment(payment, viewer)
        : undefined;
    if (view === undefined) throw new AppError('not-found', 'payment.not-found', 'There is no such payment');
    return view;
  };
