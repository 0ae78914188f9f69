import { pathTo } from '../../common/place.ts';
import { Ago } from '../parts/now.tsx';
import { counted, shortId } from '../parts/words.ts';
import { timesSent, type Letter } from './letters.ts';
import { batches } from './redrive.ts';

const Field = ({ name, value }: { readonly name: string; readonly value: string | undefined }) =>
  value === undefined ? null : (
    <>
      <dt>{name}</dt>
      <dd class="code-text">{value}</dd>
    </>
  );

/** One dead letter: what it is about, all that the API returns about it, and a button to send it back. */
export const LetterLine = ({
  letter,
  redrive,
  withOrder = true,
}: {
  readonly letter: Letter;
  readonly redrive: (letters: readonly Letter[]) => void;
  /** Whether the line names the order. False on the page of that order. */
  readonly withOrder?: boolean;
}) => {
  const times = timesSent(letter, batches.value);
  const { type, orderId, queue, messageId, receiveCount, sentAt } = letter;
  return (
    <li class="dead">
      <details>
        <summary>
          <span class="event-name">{type ?? 'Unreadable message'}</span>
          <span class="soft">{queue}</span>
          {times > 0 && <span class="badge bad">came back {counted(times, 'time')}</span>}
          <span class="soft">
            <Ago at={sentAt} /> ago
          </span>
        </summary>
        <dl class="ids">
          <Field name="Event" value={letter.eventId} />
          <Field name="Order" value={orderId} />
          <Field name="Correlation" value={letter.correlationId} />
          <Field name="Message" value={messageId} />
          <Field name="Given up by" value={letter.source} />
          <Field name="Deliveries" value={String(receiveCount)} />
          <Field name="Since" value={sentAt} />
        </dl>
      </details>
      <div class="letter-buttons">
        {withOrder && orderId !== undefined && (
          <a href={pathTo(`orders/${orderId}`)}>Order {shortId(orderId)}</a>
        )}
        <button type="button" onClick={() => redrive([letter])}>
          Send back …
        </button>
      </div>
    </li>
  );
};
