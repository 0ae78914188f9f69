import { countOfAll } from './count-of-all.ts';
import { board } from './kitchen.ts';
import { crossed } from './tablet.ts';

/** Shows how many units of each product the tickets need, so that a cook can prepare all of them at once. */
export const CountPanel = () => {
  const wanted = countOfAll(board.value?.values() ?? [], crossed.value);
  return (
    <section class="count-panel" id="count-of-all" aria-labelledby="count-title">
      <h2 id="count-title">Count of all</h2>
      {wanted.length === 0 ? (
        <p class="lane-empty">Nothing is wanted.</p>
      ) : (
        <ul class="counts" tabIndex={0} aria-labelledby="count-title">
          {wanted.map(({ productId, name, quantity }) => (
            <li key={productId}>
              <span class="quantity">{quantity}</span>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
