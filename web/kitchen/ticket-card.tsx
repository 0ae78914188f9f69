import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { ageOf } from './age.ts';
import type { Entry, Ticket } from './board.ts';
import { isCrossed, toggled } from './count-of-all.ts';
import { passFocusOn, wantsFocus } from './focus.ts';
import { CheckIcon, NoteIcon } from './icons.tsx';
import { acknowledge, codes, failed, serverNow } from './kitchen.ts';
import { StepButton } from './step-button.tsx';
import { failedWords } from './step-words.ts';
import { crossed } from './tablet.ts';

const urgencyWords = { new: '', slow: 'Slow', late: 'Late' } as const;

const Age = ({ receivedAt }: { readonly receivedAt: string }) => {
  const { text, urgency } = ageOf(receivedAt, serverNow.value);
  return (
    <p class={`age ${urgency}`}>
      {urgency !== 'new' && <strong>{urgencyWords[urgency]}</strong>}
      <time dateTime={receivedAt}>{text}</time>
    </p>
  );
};

const Item = ({ ticket, item }: { readonly ticket: Ticket; readonly item: Ticket['items'][number] }) => {
  const isDone = useComputed(() => isCrossed(crossed.value, ticket.orderId, item.productId)).value;
  const toggle = () => (crossed.value = toggled(crossed.value, ticket.orderId, item.productId));
  const text = (
    <>
      <span class="quantity">{item.quantity}</span>
      <bdi>{item.name}</bdi>
      {isDone && <CheckIcon />}
    </>
  );
  return (
    <li>
      {ticket.status === 'WAITING' || ticket.status === 'PREPARING' ? (
        <button type="button" class="item" aria-pressed={isDone} onClick={toggle}>
          {text}
        </button>
      ) : (
        <p class="item">{text}</p>
      )}
    </li>
  );
};

const Cancelled = ({ orderId, code }: { readonly orderId: string; readonly code: string }) => (
  <>
    <p class="stop">
      Cancelled, stop
      <span class="visually-hidden">: {code}</span>
    </p>
    <button type="button" class="step seen" data-step={orderId} onClick={() => acknowledge(orderId)}>
      OK
      <span class="visually-hidden">, take {code} off the board</span>
    </button>
  </>
);

/** A ticket: its pickup code, its age, its items, the customer's note, and its next step. */
export const TicketCard = ({ entry }: { readonly entry: Entry }) => {
  const { ticket } = entry;
  const { orderId, note, items, status } = ticket;
  const code = codes.value.get(orderId) ?? '';
  const card = useRef<HTMLElement>(null);
  const why = failed.value.get(orderId);
  const isCancelled = status === 'CANCELLED';
  const urgency = useComputed(() => ageOf(ticket.receivedAt, serverNow.value).urgency).value;
  // When the ticket moves to the next lane, the focus of somebody who uses the keyboard moves with it.
  useLayoutEffect(() => {
    if (wantsFocus(orderId)) card.current?.querySelector<HTMLElement>('.step')?.focus();
    const lane = card.current?.closest('.lane') ?? null;
    return () => passFocusOn(orderId, lane);
  }, []);
  return (
    <article
      ref={card}
      class={`ticket ${status.toLowerCase()} ${isCancelled ? '' : urgency}`}
      aria-labelledby={`code-${orderId}`}
    >
      <header>
        <h3 class="code" id={`code-${orderId}`}>
          {code}
        </h3>
        {!isCancelled && <Age receivedAt={ticket.receivedAt} />}
      </header>
      {note !== undefined && (
        <p class="wish">
          <NoteIcon />
          <span class="visually-hidden">Note: </span>
          <bdi>{note}</bdi>
        </p>
      )}
      <ul class="ticket-items">
        {items.map((item) => (
          <Item key={item.productId} ticket={ticket} item={item} />
        ))}
      </ul>
      <div role="alert">
        {why !== undefined && !isCancelled && (
          <p class="why">
            <strong>Not done.</strong> {failedWords(why.failure)}
          </p>
        )}
      </div>
      {isCancelled ? <Cancelled orderId={orderId} code={code} /> : <StepButton entry={entry} code={code} />}
    </article>
  );
};
