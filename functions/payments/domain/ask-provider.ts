import { AppError } from '../../../shared/errors.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { RefundDependencies } from './carry-out-refund.ts';
import { capture } from './collect.ts';
import { isCaptured, type Payment } from './payment.ts';
import type { ProviderStatement } from './payment-gateway.ts';
import { outsideRevision, recordStatement } from './statement.ts';

/**
 * The most times that one call of `askProvider` asks the provider. The call asks again if this worker or another one
 * recorded a change meanwhile.
 */
const MAX_ROUNDS = 8;

/**
 * Asks the provider for a payment's statement (what happened to the money), and records what is new: a capture,
 * refunds that succeeded or failed, refunds that were made at the provider, disputes. Publishes what changed. If
 * nothing is new, the stored payment stays as it is.
 *
 * After this worker or another one has recorded a change that this service did not cause, asks again, until the
 * statement contains nothing new. Otherwise an outdated statement could stay recorded. For example, this worker gets a
 * statement with a refund that was made at the provider. Before it records the refund, the bank sends the refund back.
 * Another worker gets the newer statement, which equals what is recorded, and writes nothing. Then this worker records
 * the refund, which is outdated.
 * @returns the payment afterwards.
 * @throws AppError `not-found` if the payment or its session is not recorded yet; `unprocessable` if the provider's
 *   session does not match the payment; `unavailable` if the provider does not answer, if the customer has not paid,
 *   or after `MAX_ROUNDS` requests.
 */
export const askProvider =
  ({ payments, gateway }: RefundDependencies) =>
  async (orderId: string, trace: Trace): Promise<Payment> => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const payment = (await payments.load(orderId))?.state;
      if (payment === undefined || payment.status === 'TOMBSTONE' || payment.session === undefined) {
        throw new AppError('not-found', 'payment.not-found', 'The payment or its session is not recorded');
      }
      const known = outsideRevision(payment);
      const statement = await gateway.statement(payment.session.id);
      if (!isCaptured(payment)) await captureFirst(payments, orderId, statement, trace);
      const changed = await payments.change(orderId, trace, (current) =>
        recordStatement(current, statement, known),
      );
      const isConfirmed = changed.outcome === 'accepted' && outsideRevision(changed.state) === known;
      if (isConfirmed) return changed.state;
    }
    throw new AppError('unavailable', 'payment.asked-too-often', 'Too many workers ask the provider at once');
  };

/** Records the capture of a payment if the webhook about the capture was lost or is late. */
const captureFirst = async (
  payments: RefundDependencies['payments'],
  orderId: string,
  { session }: ProviderStatement,
  trace: Trace,
): Promise<void> => {
  const { id: sessionId, amount, currency, paidAt } = session;
  if (session.status !== 'paid') {
    throw new AppError('unavailable', 'payment.not-paid', 'The provider has no money for this payment');
  }
  const captured = await payments.change(orderId, trace, (current, at) =>
    capture(current, { sessionId, amount, currency, capturedAt: paidAt ?? at }),
  );
  if (captured.outcome !== 'rejected') return;
  const text = 'The session at the provider does not match the payment';
  throw new AppError('unprocessable', `payment.${captured.reason}`, text);
};
