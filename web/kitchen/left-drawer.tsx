import type { Ref } from 'preact';
import { clock } from '../common/instant.ts';
import { codesOf } from './codes.ts';
import { CloseIcon } from './icons.tsx';
import { left } from './tablet.ts';

/** Shows the last tickets that left this board, so that people can look at them again. */
export const LeftDrawer = ({ dialog }: { readonly dialog: Ref<HTMLDialogElement> }) => {
  const tickets = left.value;
  const codes = codesOf(tickets.map(({ orderId }) => orderId));
  return (
    <dialog ref={dialog} class="drawer" aria-labelledby="left-title">
      <div class="drawer-head">
        <h2 id="left-title">Left the board</h2>
        <form method="dialog">
          <button class="round" aria-label="Close">
            <CloseIcon />
          </button>
        </form>
      </div>
      {tickets.length === 0 ? (
        <p class="lane-empty">Nothing has left the board yet.</p>
      ) : (
        <ul class="left-tickets" tabIndex={0} aria-labelledby="left-title">
          {tickets.map(({ orderId, how, items, at }) => (
            <li key={orderId} class={how === 'cancelled' ? 'cancelled' : ''}>
              <p class="left-head">
                <strong class="code">{codes.get(orderId)}</strong>
                <span>
                  {how} at {clock(new Date(at).toISOString())}
                </span>
              </p>
              <p>
                {items.map(({ productId, name, quantity }, index) => (
                  <span key={productId}>
                    {index > 0 && ', '}
                    {quantity} × <bdi>{name}</bdi>
                  </span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </dialog>
  );
};
