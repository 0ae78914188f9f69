import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../shared/kernel/money.ts';
import { ownApi, resultOf } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import { home, pathTo } from '../common/place.ts';
import { person } from '../common/session.ts';
import { FailureNote } from '../common/failure-note.tsx';
import { instant } from '../common/instant.ts';
import { SignInFirst } from '../common/sign-in-first.tsx';
import { storyOf, type Order } from './order-story.ts';

interface Loaded {
  readonly orders: readonly Order[];
  readonly nextCursor?: string | undefined;
  readonly failure?: Failure | undefined;
}

const summaryOf = ({ items }: Order): string =>
  items.map(({ quantity, name }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const Row = ({ order }: { readonly order: Order }) => {
  const { title, tone } = storyOf(order);
  return (
    <li>
      <a class="order-row" href={pathTo(`orders/${order.orderId}`)}>
        <span class={`badge ${tone}`}>{title}</span>
        <span class="order-row-items">
          <bdi>{summaryOf(order)}</bdi>
        </span>
        <span class="soft">{capitalised(instant(order.createdAt).replace(/^on /, ''))}</span>
        <span class="amount">{formatMoney(order.totalAmount, order.currency)}</span>
      </a>
    </li>
  );
};

/** The orders of the person who is signed in, newest first. */
export const OrdersPage = () => {
  const [loaded, setLoaded] = useState<Loaded>();
  const load = async (from?: Loaded) => {
    const cursor = from?.nextCursor;
    const query = { limit: 20, ...(cursor === undefined ? {} : { cursor }) };
    const result = await resultOf(ownApi.GET('/orders', { params: { query } }));
    const known = from?.orders ?? [];
    setLoaded(
      result.ok
        ? { orders: [...known, ...result.value.items], nextCursor: result.value.nextCursor }
        : { orders: known, nextCursor: cursor, failure: result.failure },
    );
  };
  const id = person.value?.id;
  useEffect(() => {
    document.title = 'Your orders – Orderly';
    if (id !== undefined) void load();
  }, [id]);
  if (id === undefined) {
    return <SignInFirst title="Your orders" text="Sign in to see what you have ordered." />;
  }
  return (
    <section class="narrow">
      <h1>Your orders</h1>
      {loaded?.failure !== undefined && (
        <FailureNote
          failure={loaded.failure}
          what="The orders could not be loaded."
          again={() => load(loaded)}
        />
      )}
      {loaded === undefined && <p class="waiting-text">Loading …</p>}
      {loaded?.orders.length === 0 && loaded.failure === undefined && (
        <div class="empty">
          <p>You have not ordered anything yet.</p>
          <a class="button primary" href={home}>
            Go to the shop
          </a>
        </div>
      )}
      <ul class="order-rows">
        {loaded?.orders.map((order) => (
          <Row key={order.orderId} order={order} />
        ))}
      </ul>
      {loaded?.nextCursor !== undefined && (
        <button type="button" class="wide-button" onClick={() => void load(loaded)}>
          Show older orders
        </button>
      )}
    </section>
  );
};
