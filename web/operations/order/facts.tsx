import { pickupCode } from '../../../shared/kernel/pickup-code.ts';
import { home } from '../../common/place.ts';
import { money } from '../parts/amounts.ts';
import { At } from '../parts/now.tsx';
import type { Seen } from './use-order.ts';

/** What was ordered, by whom, and the kitchen's ticket. */
export const Facts = ({ seen }: { readonly seen: Seen }) => {
  const { order, insights, ticket } = seen;
  const customerId = order?.customerId ?? insights?.customerId;
  return (
    <section class="panel" aria-labelledby="facts">
      <h2 id="facts">Order</h2>
      <ul class="lines">
        {order?.items.map(({ productId, name, quantity, unitAmount }) => (
          <li key={productId} class="line">
            <span>
              {quantity} × <bdi>{name}</bdi>
            </span>
            <span class="amount">{money(unitAmount * quantity, order.currency)}</span>
          </li>
        ))}
      </ul>
      {order?.note !== undefined && (
        <p>
          <span class="soft">Note: </span>
          <bdi>{order.note}</bdi>
        </p>
      )}
      {customerId !== undefined && (
        <p>
          <span class="soft">Customer: </span>
          <a href={`${home}?customer=${encodeURIComponent(customerId)}`}>
            <bdi>{customerId}</bdi>
          </a>
        </p>
      )}
      {order !== undefined && (
        <p>
          <span class="soft">Pickup code: </span>
          {pickupCode(order.orderId)}
        </p>
      )}
      {ticket !== undefined && (
        <p>
          <span class="soft">Kitchen: </span>
          ticket {ticket.status.toLowerCase()}, received <At at={ticket.receivedAt} />
        </p>
      )}
    </section>
  );
};
