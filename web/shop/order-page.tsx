import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../shared/kernel/money.ts';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import { ownApi } from '../common/calls.ts';
import { ApiError } from '../../client/index.ts';
import { failureOf } from '../common/failure.ts';
import { follow, type Followed } from '../common/follow.ts';
import { watch } from '../common/live.ts';
import { home, pathTo } from '../common/place.ts';
import { person } from '../common/session.ts';
import { CancelOrder } from './cancel-order.tsx';
import { FailureNote } from '../common/failure-note.tsx';
import { BackIcon } from './icons.tsx';
import { askForOrder, type Seen } from './order-poll.ts';
import { canCancel, pauseFor, storyOf, type Order } from './order-story.ts';
import { OrderAgain } from './order-again.tsx';
import { SignInFirst } from '../common/sign-in-first.tsx';
import { PayBox } from './pay-box.tsx';
import { Refunds } from './refunds.tsx';
import { Steps } from './steps.tsx';
import { instant } from '../common/instant.ts';

const useOrder = (orderId: string) => {
  const [seen, setSeen] = useState<Followed<Seen>>({ value: undefined, failure: undefined });
  const [round, setRound] = useState(0);
  const id = person.value?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    return follow(askForOrder(ownApi, orderId), setSeen, (value) => pauseFor(value?.order), {
      watch: watch({ to: 'order', orderId }),
    });
  }, [orderId, id, round]);
  return { ...seen, again: () => setRound((before) => before + 1) };
};

const Items = ({ order }: { readonly order: Order }) => (
  <section class="panel" aria-labelledby="items">
    <h2 id="items">Your order</h2>
    <ul class="items">
      {order.items.map((item) => (
        <li key={item.productId}>
          <span class="times">{item.quantity} ×</span>
          <bdi>{item.name}</bdi>
          <span class="amount">{formatMoney(item.unitAmount * item.quantity, order.currency)}</span>
        </li>
      ))}
    </ul>
    <p class="items-total">
      <span>Total</span>
      <strong>{formatMoney(order.totalAmount, order.currency)}</strong>
    </p>
    {order.note !== undefined && (
      <p class="note">
        <span class="soft">Note: </span>
        <bdi>{order.note}</bdi>
      </p>
    )}
    <p class="soft small-text">
      Ordered {instant(order.createdAt)} <span class="code-text">{order.orderId}</span>
    </p>
  </section>
);

const codeIsUseful = ({ status }: Order): boolean => ['PAID', 'PREPARING', 'READY'].includes(status);

const Known = ({ seen, again }: { readonly seen: Seen; readonly again: () => void }) => {
  const { order, payment } = seen;
  const story = storyOf(order, payment);
  return (
    <>
      <section class={`story ${story.tone}`} aria-labelledby="story">
        <div role="status">
          <h1 id="story">{story.title}</h1>
          <p>{story.text}</p>
        </div>
        {codeIsUseful(order) && (
          <p class="pickup">
            Pickup code <strong>{pickupCode(order.orderId)}</strong>
          </p>
        )}
        {story.steps.length > 0 && <Steps steps={story.steps} />}
        <PayBox order={order} declined={payment?.status === 'FAILED'} />
        <OrderAgain order={order} />
      </section>
      <Refunds order={order} payment={payment} />
      <Items order={order} />
      {canCancel(order) && <CancelOrder order={order} done={again} />}
    </>
  );
};

const isHidden = (failure: unknown): boolean =>
  failure instanceof ApiError && [400, 404].includes(failure.status);

/**
 * The page of an order: its progress, what the customer can do, and its lines. The page shows changes until the order
 * is over (`isOver`).
 */
export const OrderPage = ({ orderId = '' }: { readonly orderId?: string }) => {
  const { value, failure, again } = useOrder(orderId);
  useEffect(() => {
    document.title =
      value === undefined ? 'Order – Orderly' : `${storyOf(value.order, value.payment).title} – Orderly`;
  }, [value]);
  if (person.value === undefined) {
    return <SignInFirst title="Sign in to see this order" text="Only the person who ordered can see it." />;
  }
  if (value === undefined && isHidden(failure)) {
    return (
      <section class="narrow empty">
        <h1>We cannot find this order</h1>
        <p>It does not exist, or it belongs to another account.</p>
        <a class="button primary" href={home}>
          Go to the shop
        </a>
      </section>
    );
  }
  return (
    <div class="narrow order">
      <a class="back" href={pathTo('orders')}>
        <BackIcon /> Your orders
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
        <Known seen={value} again={again} />
      )}
    </div>
  );
};
