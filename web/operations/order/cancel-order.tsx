import { ownApi, resultOf } from '../../common/calls.ts';
import { hadNoEffect } from '../../common/failure.ts';
import { money } from '../parts/amounts.ts';
import { Confirm, textIn } from '../parts/confirm.tsx';
import type { Order } from './story.ts';

/**
 * A dialog that asks for confirmation and cancels an order. Cancelling twice is harmless, because a cancelled order
 * stays cancelled.
 */
export const CancelOrder = ({
  order,
  close,
  done,
}: {
  readonly order: Order;
  readonly close: () => void;
  readonly done: (text: string) => void;
}) => {
  const { orderId, paidAmount, refundedAmount, currency, status } = order;
  const held = paidAmount - refundedAmount;
  return (
    <Confirm
      title="Cancel this order?"
      action="Cancel the order"
      busyText="Cancelling …"
      danger
      close={close}
      run={async (form) => {
        const reason = textIn(form, 'reason');
        const result = await resultOf(
          ownApi.POST('/orders/{orderId}/cancel', {
            params: { path: { orderId } },
            body: reason === '' ? {} : { reason },
          }),
        );
        if (result.ok) {
          done('The order is cancelled.');
          return undefined;
        }
        const { failure } = result;
        const what = hadNoEffect(failure)
          ? 'The order is not cancelled.'
          : 'Whether it is cancelled is not known. Repeating is safe.';
        return { failure, what };
      }}
    >
      <p>
        {held > 0 ? `The customer gets ${money(held, currency)} back.` : 'No money was received.'}{' '}
        {['PREPARING', 'READY'].includes(status)
          ? 'The kitchen has begun. What is prepared already is lost.'
          : 'The stock is released.'}
      </p>
      <label>
        <span>Remark, which only staff see (optional)</span>
        <input class="input" name="reason" maxLength={200} autocomplete="off" />
      </label>
    </Confirm>
  );
};
