import { useRef, useState } from 'preact/hooks';
import { formatMoney } from '../../shared/kernel/money.ts';
import { changesOf, corrected, type Change } from './basket-check.ts';
import { basket } from './basket.ts';
import { freshProducts } from './catalogue.ts';

const textOf = (change: Change): string => {
  switch (change.kind) {
    case 'gone':
      return 'is not for sale any more. We took it out.';
    case 'sold-out':
      return 'is sold out. We took it out.';
    case 'fewer':
      return change.available === 1 ? 'has only 1 left.' : `has only ${change.available} left.`;
    case 'price':
      return `now costs ${formatMoney(change.now, change.currency)} instead of ${formatMoney(change.before, change.currency)}.`;
  }
};

/** Tells the customer how the basket has changed since it was shown. */
export const Changes = ({ changes }: { readonly changes: readonly Change[] }) => (
  <div role="status">
    {changes.length > 0 && (
      <div class="notice hint">
        <p>
          <strong>Your basket has changed.</strong> Please look at it again.
        </p>
        <ul>
          {changes.map((change) => (
            <li key={`${change.name} ${change.kind}`}>
              <bdi>{change.name}</bdi> {textOf(change)}
            </li>
          ))}
        </ul>
      </div>
    )}
  </div>
);

/**
 * Returns the function `refresh`, which compares the basket with the current products and corrects the basket. Also
 * returns the results of the last comparison: the changes, and the available units of each product. If a comparison is
 * still in progress, `refresh` first waits for its end. If that earlier comparison has found changes, `refresh` returns
 * them, because the customer has not seen them yet.
 */
export const useFreshBasket = () => {
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const [left, setLeft] = useState<ReadonlyMap<string, number>>(new Map());
  const running = useRef<Promise<readonly Change[]>>(undefined);
  const compare = async (): Promise<readonly Change[]> => {
    const lines = basket.value;
    const products = await freshProducts(lines.map(({ productId }) => productId));
    // No product could be loaded, so nothing can be compared. The response to the order will show if something is
    // missing.
    if (products.size === 0) return [];
    const found = changesOf(lines, products);
    setLeft(new Map([...products].map(([id, product]) => [id, product?.available ?? 0])));
    if (found.length > 0) basket.value = corrected(lines, products);
    setChanges(found);
    return found;
  };
  const refresh = async (): Promise<readonly Change[]> => {
    const unseen = (await running.current) ?? [];
    if (unseen.length > 0) return unseen;
    running.current = compare();
    try {
      return await running.current;
    } finally {
      running.current = undefined;
    }
  };
  return { changes, left, refresh };
};
