import { hadNoEffect } from '../../common/failure.ts';
import { amountFrom, amountText, money } from '../parts/amounts.ts';
import { Confirm, textIn, type Done } from '../parts/confirm.tsx';
import { formProblem } from '../parts/form-problem.ts';
import { At } from '../parts/now.tsx';
import { refund, refundAttempts } from './refund.ts';
import type { Order } from './story.ts';

/**
 * A dialog that refunds some or all of an order's money. A refund that was sent but has no response yet is repeated
 * unchanged, because the API may have accepted it.
 */
export const RefundDialog = ({
  order,
  most,
  close,
  done,
}: {
  readonly order: Order;
  /** What can still be refunded, in minor units. */
  readonly most: number;
  readonly close: () => void;
  readonly done: (text: string) => void;
}) => {
  const { orderId, currency } = order;
  const open = refundAttempts.value[orderId];
  const send = async (body: Parameters<typeof refund>[1]): Promise<Done> => {
    const result = await refund(orderId, body);
    if (result.ok) {
      done(`The refund of ${money(result.value.amount, currency)} is accepted.`);
      return undefined;
    }
    const { failure } = result;
    return {
      failure,
      what: hadNoEffect(failure)
        ? 'Nothing was refunded.'
        : 'Whether it is refunded is not known. Repeating is safe.',
    };
  };
  const run = (form: FormData): Promise<Done> => {
    if (open !== undefined) return send(open.body);
    const amount = amountFrom(textIn(form, 'amount'), currency);
    const reason = textIn(form, 'reason');
    if (amount === undefined || amount < 1 || amount > most) {
      return Promise.resolve(
        formProblem(`Enter an amount from ${amountText(1, currency)} to ${amountText(most, currency)}.`),
      );
    }
    if (reason === '') return Promise.resolve(formProblem('Enter a reason.'));
    // Without an amount, the API refunds all that is left. A payment has a limited number of refunds, and the last of
    // them must refund all that is left (functions/payments/README.md).
    return send(amount === most ? { reason } : { amount, reason });
  };
  return (
    <Confirm
      title={open === undefined ? 'Refund money?' : 'Repeat the refund?'}
      action={open === undefined ? 'Refund' : 'Repeat the refund'}
      busyText="Refunding …"
      danger
      close={close}
      run={run}
    >
      {open === undefined ? (
        <>
          <p>{money(most, currency)} can be refunded.</p>
          <label>
            <span>Amount in {currency}</span>
            <input
              class="input"
              name="amount"
              inputMode="decimal"
              autocomplete="off"
              maxLength={16}
              defaultValue={amountText(most, currency)}
            />
          </label>
          <label>
            <span>Reason</span>
            <input class="input" name="reason" maxLength={500} autocomplete="off" />
          </label>
        </>
      ) : (
        <p>
          A refund of{' '}
          {open.body.amount === undefined ? 'all that is left' : money(open.body.amount, currency)} (
          <bdi>{open.body.reason}</bdi>) was sent <At at={open.sentAt} /> and has no answer. Repeating it
          cannot refund twice.
        </p>
      )}
    </Confirm>
  );
};
