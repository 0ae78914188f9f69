import { useRef, useState } from 'preact/hooks';
import { ownApi, resultOf } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import { FailureNote } from '../common/failure-note.tsx';
import type { Order } from './order-story.ts';

const whatFailed = (failure: Failure): string => {
  if (failure.kind !== 'refused') return 'We do not know yet whether your order is cancelled.';
  return failure.code === 'order.not-cancellable'
    ? 'It is too late to cancel.'
    : 'The order was not cancelled.';
};

/**
 * A button that cancels an order, after asking for confirmation.
 * @param done called after the attempt, also if it failed
 */
export const CancelOrder = ({ order, done }: { readonly order: Order; readonly done: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const cancel = async () => {
    if (busy) return;
    setBusy(true);
    const path = { orderId: order.orderId };
    const result = await resultOf(ownApi.POST('/orders/{orderId}/cancel', { params: { path }, body: {} }));
    setBusy(false);
    setFailure(result.ok ? undefined : result.failure);
    dialog.current?.close();
    done();
  };
  const isPaid = order.paidAmount > order.refundedAmount;
  return (
    <>
      {failure !== undefined && <FailureNote failure={failure} what={whatFailed(failure)} />}
      <button type="button" class="quiet wide-button" onClick={() => dialog.current?.showModal()}>
        Cancel this order
      </button>
      <dialog ref={dialog} aria-labelledby="cancel-title">
        <h2 id="cancel-title">Cancel this order?</h2>
        <p>{isPaid ? 'You get all of your money back.' : 'Nothing has been charged.'}</p>
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="button" class="danger" aria-disabled={busy} onClick={() => void cancel()}>
            {busy ? 'Cancelling …' : 'Cancel the order'}
          </button>
        </div>
      </dialog>
    </>
  );
};
