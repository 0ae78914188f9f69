import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { publicApi, resultOf } from '../../common/calls.ts';
import type { Failure } from '../../common/failure.ts';
import { FailureNote } from '../../common/failure-note.tsx';
import { Picture } from '../../common/picture.tsx';
import { pathTo } from '../../common/place.ts';
import { money } from '../parts/amounts.ts';
import { isAdmin } from '../parts/role.ts';
import { verdictOf } from './check-verdict.ts';
import { loadProducts, matching, products, type Product } from './products.ts';
import { ProductDialog } from './product-dialog.tsx';
import { stockChecks } from './stock-check.ts';
import { StockCheckDialog } from './stock-check-dialog.tsx';
import { StockDialog } from './stock-dialog.tsx';
import { stockAttempts } from './stock.ts';

/** The page highlights the stock of a product if at most this many units are available. */
const LOW = 5;

type Dialog = 'stock' | 'check' | 'edit';

const CheckMark = ({ productId }: { readonly productId: string }) => {
  const check = stockChecks.value[productId];
  const verdict = check && verdictOf(check);
  return verdict === undefined ? null : (
    <span class="below">
      <span class={`badge ${verdict.tone === 'hint' ? 'waiting' : verdict.tone}`}>{verdict.mark}</span>
    </span>
  );
};

const Row = ({
  product,
  open,
}: {
  readonly product: Product;
  readonly open: (what: Dialog, product: Product) => void;
}) => {
  const { productId, name, imageUrl, unitAmount, currency, available, active } = product;
  const isRepeated = stockAttempts.value[productId] !== undefined;
  return (
    <tr>
      <th scope="row">
        <span class="product">
          <Picture name={name} imageUrl={imageUrl} />
          <span>
            <bdi>{name}</bdi>
            <span class="below soft code-text">{productId}</span>
          </span>
        </span>
      </th>
      <td data-label="Price" class="number">
        {money(unitAmount, currency)}
      </td>
      <td data-label="Stock" class={`number ${available <= LOW ? 'slow' : ''}`}>
        {available === 0 ? 'sold out' : available}
        {!active && <span class="below soft">not for sale</span>}
        <CheckMark productId={productId} />
      </td>
      {isAdmin.value && (
        <td class="row-buttons">
          <button
            type="button"
            onClick={() => open('stock', product)}
            aria-label={`${isRepeated ? 'Repeat the change' : 'Change stock'} of ${name}`}
          >
            {isRepeated ? 'Repeat the change …' : 'Change stock …'}
          </button>
          <button type="button" onClick={() => open('check', product)} aria-label={`Check stock of ${name}`}>
            Check stock
          </button>
          <button type="button" onClick={() => open('edit', product)} aria-label={`Edit ${name}`}>
            Edit …
          </button>
        </td>
      )}
    </tr>
  );
};

/**
 * Loads a product by its id. The list contains only products for sale, so the page finds all others only by id.
 */
const findHidden = async (productId: string): Promise<Product | Failure> => {
  const result = await resultOf(
    publicApi.GET('/products/{productId}', { params: { path: { productId } }, cache: 'no-store' }),
  );
  return result.ok ? result.value : result.failure;
};

const Table = ({
  items,
  open,
}: {
  readonly items: readonly Product[];
  readonly open: (what: Dialog, product: Product) => void;
}) => (
  <table class="rows products">
    <caption class="visually-hidden">Products</caption>
    <thead>
      <tr>
        <th scope="col">Product</th>
        <th scope="col" class="number">
          Price
        </th>
        <th scope="col" class="number">
          Stock
        </th>
        {isAdmin.value && (
          <th scope="col">
            <span class="visually-hidden">Actions</span>
          </th>
        )}
      </tr>
    </thead>
    <tbody>
      {items.map((product) => (
        <Row key={product.productId} product={product} open={open} />
      ))}
    </tbody>
  </table>
);

interface Opened {
  readonly what: Dialog;
  readonly product: Product | undefined;
}

/** The products with their prices and stock. Administrators can change them. */
export const CataloguePage = () => {
  const { query, route } = useLocation();
  const text = query['text'] ?? '';
  const [opened, setOpened] = useState<Opened>();
  const [done, setDone] = useState('');
  const [hidden, setHidden] = useState<Product>();
  useEffect(() => {
    document.title = 'Catalogue – Orderly';
    void loadProducts();
  }, []);
  const known = products.value;
  const found = matching(known?.items ?? [], text);
  const shown = found.length === 0 && hidden !== undefined ? [hidden] : found;
  const open = (what: Opened['what'], product: Product | undefined) => {
    setDone('');
    setOpened({ what, product });
  };
  const finish = (said: string) => {
    setHidden(undefined);
    setDone(said);
  };
  const lookUp = async () => {
    const result = await findHidden(text.trim());
    if ('productId' in result) setHidden(result);
    else
      setDone(
        result.kind === 'refused' ? 'No product has exactly this id.' : 'There was no answer. Try again.',
      );
  };
  const search = (next: string) => {
    setHidden(undefined);
    route(`${pathTo('catalogue')}${next === '' ? '' : `?text=${encodeURIComponent(next)}`}`, true);
  };
  return (
    <div class="wide">
      <div class="heading">
        <h1>Catalogue</h1>
        {isAdmin.value && (
          <button type="button" onClick={() => open('edit', undefined)}>
            New product …
          </button>
        )}
      </div>
      <search class="filters">
        <label class="grow">
          <span>Name or id</span>
          <input
            class="input"
            type="search"
            value={text}
            maxLength={100}
            autocomplete="off"
            onInput={(event) => search(event.currentTarget.value)}
          />
        </label>
      </search>
      <p role="status" class={done === '' ? 'visually-hidden' : 'notice good'}>
        {done}
      </p>
      {known?.failure !== undefined && (
        <FailureNote failure={known.failure} what="The products could not be loaded." again={loadProducts} />
      )}
      {known === undefined && <p class="waiting-text">Loading …</p>}
      {known !== undefined && shown.length > 0 && <Table items={shown} open={open} />}
      {known !== undefined && shown.length === 0 && (
        <div class="nothing">
          <p>{text === '' ? 'Nothing is for sale.' : 'No product for sale matches.'}</p>
          {text !== '' && (
            <button type="button" onClick={() => void lookUp()}>
              Look for the id among those not for sale
            </button>
          )}
        </div>
      )}
      {known?.isComplete === false && (
        <p class="soft">There are more products. Only the first 2,000 are listed.</p>
      )}
      {opened?.what === 'stock' && opened.product !== undefined && (
        <StockDialog product={opened.product} close={() => setOpened(undefined)} done={finish} />
      )}
      {opened?.what === 'check' && opened.product !== undefined && (
        <StockCheckDialog product={opened.product} close={() => setOpened(undefined)} />
      )}
      {opened?.what === 'edit' && (
        <ProductDialog product={opened.product} close={() => setOpened(undefined)} done={finish} />
      )}
    </div>
  );
};
