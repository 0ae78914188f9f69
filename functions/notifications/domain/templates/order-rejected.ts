import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';

/** A product with too little stock. */
interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** Names the product by its id, because the event has no product names. */
const shortageLine = ({ productId, requested, available }: Shortage): string =>
  `${productId}: you wanted ${requested}, we have ${available}`;

/** What the message says of the event. */
export interface OrderRejectedFacts extends OrderOfCustomer {
  readonly shortages: readonly Shortage[];
}

/** There was too little stock. */
export const orderRejectedContent = ({ shortages }: OrderRejectedFacts): Content => ({
  subject: 'Sorry, we are out of stock',
  paragraphs: [
    'We are sorry: we do not have enough of what you ordered, so we cannot take your order. You have not been charged.',
    ...(shortages.length === 0 ? [] : ['These products are short:']),
  ],
  lines: shortages.map(shortageLine),
  sms: 'Sorry, something you ordered is out of stock, so we cannot take your order. You have not been charged.',
});
