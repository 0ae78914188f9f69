import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../client/index.ts';
import { failureOf } from '../../common/failure.ts';
import { FailureNote } from '../../common/failure-note.tsx';
import { home, pathTo } from '../../common/place.ts';
import { money } from '../parts/amounts.ts';
import { At } from '../parts/now.tsx';
import { isAdmin } from '../parts/role.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { shortId } from '../parts/words.ts';
import { CancelOrder } from './cancel-order.tsx';
import { Concern } from './concern.tsx';
import { Facts } from './facts.tsx';
import { PaymentPanel } from './payment-panel.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { refundAttempts } from './refund.ts';
import { StoryBox } from './story-box.tsx';
import { canCancel, refundable, type Order, type Payment } from './story.ts';
import { Timeline } from './timeline.tsx';
import { useOrder, type Seen } from './use-order.ts';

const Actions = ({
  order,
  payment,
  again,
}: {
  readonly order: Order;
  readonly payment: Payment | undefined;
  readonly again: () => void;
}) => {
  const [open, setOpen] = useState<'cancel' | 'refund'>();
  const [done, setDone] = useState('');
  const most = refundable(order, payment);
  const hasAttempt = refundAttempts.value[order.orderId] !== undefined;
  const finish = (text: string) => {
    setDone(text);
    again();
  };
  return (
    <div class="actions">
      {isAdmin.value && (most > 0 || hasAttempt) && (
        <button type="button" onClick={() => setOpen('refund')}>
          {hasAttempt ? 'Repeat the refund …' : 'Refund …'}
        </button>
      )}
      {canCancel(order) && (
        <button type="button" class="danger" onClick={() => setOpen('cancel')}>
          Cancel the order …
        </button>
      )}
      <p role="status">{done}</p>
      {open === 'cancel' && <CancelOrder order={order} close={() => setOpen(undefined)} done={finish} />}
      {open === 'refund' && (
        <RefundDialog order={order} most={most} close={() => setOpen(undefined)} done={finish} />
      )}
    </div>
  );
};

const Heading = ({ seen, orderId }: { readonly seen: Seen; readonly orderId: string }) => {
  const { order, insights } = seen;
  const known = order ?? insights;
  const placedAt = order?.createdAt ?? insights?.placedAt;
  return (
    <div class="heading">
      <div>
        <h1>
          Order <span class="code-text big-code">{shortId(orderId)}</span>
        </h1>
        <p class="code-text soft">{orderId}</p>
      </div>
      {known !== undefined && (
        <p class="in-short">
          <StatusBadge status={known.status} />
          <strong class="amount">{money(known.totalAmount, known.currency)}</strong>
          {placedAt !== undefined && (
            <span class="soft">
              placed <At at={placedAt} />
            </span>
          )}
        </p>
      )}
    </div>
  );
};

const Known = ({
  seen,
  orderId,
  again,
}: {
  readonly seen: Seen;
  readonly orderId: string;
  readonly again: () => void;
}) => {
  const { order, insights, payment, missing } = seen;
  return (
    <>
      <Heading seen={seen} orderId={orderId} />
      {missing.length > 0 && (
        <p class="notice hint" role="alert">
          No answer from {missing.join(', ')}. What they said before is still shown.
        </p>
      )}
      {order === undefined && (
        <p class="notice hint">
          The orders service does not know this order any more. What follows is from insights.
        </p>
      )}
      {order !== undefined && (
        <div class="lead">
          <StoryBox order={order} payment={payment} />
          <Actions order={order} payment={payment} again={again} />
        </div>
      )}
      {isAdmin.value && <Concern orderId={orderId} timeline={insights?.timeline ?? []} />}
      <div class="columns">
        <Timeline seen={seen} />
        <div class="stack">
          <PaymentPanel order={order} payment={payment} />
          <Facts seen={seen} />
        </div>
      </div>
      {insights === undefined && !missing.includes('insights') && (
        <p class="soft">Insights has not heard of this order yet. A new order appears within seconds.</p>
      )}
    </>
  );
};

const NoSuchOrder = () => (
  <section class="empty">
    <h1>There is no such order</h1>
    <p>The id may be mistyped, or the order has expired and its data is deleted.</p>
    <a class="button primary" href={home}>
      Go to the orders
    </a>
  </section>
);

const OneOrder = ({ orderId }: { readonly orderId: string }) => {
  const { value, failure, again } = useOrder(orderId);
  useEffect(() => {
    document.title = `Order ${shortId(orderId)} – Orderly`;
  }, [orderId]);
  if (value === undefined && failure instanceof ApiError && [400, 404].includes(failure.status)) {
    return <NoSuchOrder />;
  }
  return (
    <div class="wide">
      <a class="back" href={pathTo('')}>
        Orders
      </a>
      {failure !== undefined && (
        <FailureNote
          failure={failureOf(failure, navigator.onLine)}
          what={value === undefined ? 'The order could not be loaded.' : 'This may be out of date.'}
          again={again}
        />
      )}
      {value === undefined ? (
        failure === undefined && <p class="waiting-text">Loading …</p>
      ) : (
        <Known seen={value} orderId={orderId} again={again} />
      )}
    </div>
  );
};

/**
 * The page of an order: what it waits for, what happened in all services, its payments and refunds, and buttons to act.
 */
export const OrderPage = ({ orderId = '' }: { readonly orderId?: string }) => (
  <OneOrder key={orderId} orderId={orderId} />
);
