import { useLocation } from 'preact-iso';
import { pathTo } from '../common/place.ts';
import { setQuantity } from './basket.ts';
import { freshProducts } from './catalogue.ts';
import type { Order } from './order-story.ts';

const nameOf = (order: Order, productId: string): string =>
  order.items.find((item) => item.productId === productId)?.name ?? productId;

/**
 * Explains what was missing, and offers to put the items that are still available into the basket again. Shown only for
 * a rejected, expired or cancelled order.
 */
export const OrderAgain = ({ order }: { readonly order: Order }) => {
  const { route } = useLocation();
  if (!['REJECTED', 'EXPIRED', 'CANCELLED'].includes(order.status)) return null;
  const again = async () => {
    const products = await freshProducts(order.items.map(({ productId }) => productId));
    for (const { quantity, ...item } of order.items) {
      const product = products.get(item.productId);
      if (product?.active === true && product.available > 0) {
        setQuantity(product, Math.min(quantity, product.available));
      } else if (!products.has(item.productId)) {
        // The product could not be loaded, so its stock is not known. The basket page loads it again, and says what has
        // changed.
        setQuantity({ ...item, currency: order.currency }, quantity);
      }
    }
    route(pathTo('basket'));
  };
  return (
    <>
      {order.rejection !== undefined && (
        <ul class="shortages">
          {order.rejection.shortages.map(({ productId, requested, available }) => (
            <li key={productId}>
              <bdi>{nameOf(order, productId)}</bdi>:{' '}
              {available === 0 ? 'sold out' : `you wanted ${requested}, and ${available} are left`}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="primary big" onClick={() => void again()}>
        {order.rejection === undefined ? 'Order this again' : 'Order what is left'}
      </button>
    </>
  );
};
