import { refundOf, type Outside, type Refund } from '../../../functions/payments/domain/payment.ts';
import { AUTO, type paymentsWorld } from './world.ts';

type World = ReturnType<typeof paymentsWorld>;

/** What happened to the payment's money at the provider, as the payment records it. */
export const outside = (world: World): Outside | undefined => {
  const payment = world.payment();
  return payment !== undefined && 'outside' in payment ? payment.outside : undefined;
};

/** The automatic refund in the payment's ledger (its list of refunds). */
export const automatic = (world: World): Refund | undefined => {
  const payment = world.payment();
  return payment === undefined ? undefined : refundOf(payment, AUTO);
};
