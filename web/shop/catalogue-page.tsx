import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../shared/kernel/money.ts';
import { pathTo } from '../common/place.ts';
import { basket, basketCurrency, basketTotal, quantityOf, unitsInBasket, type Product } from './basket.ts';
import { catalogue, loadCatalogue, matching } from './catalogue.ts';
import { FailureNote } from '../common/failure-note.tsx';
import { SearchIcon } from './icons.tsx';
import { Picture } from '../common/picture.tsx';
import { Stepper } from './stepper.tsx';

/** If at most this many units are left, the page says how many. */
const FEW = 5;

const Stock = ({ available }: { readonly available: number }) => {
  if (available === 0) return <span class="stock out">Sold out</span>;
  if (available <= FEW) return <span class="stock few">{available} left</span>;
  return null;
};

const Card = ({ product, first }: { readonly product: Product; readonly first: boolean }) => {
  const { name, description, unitAmount, currency, available, imageUrl } = product;
  const isOut = available === 0 && quantityOf(product.productId) === 0;
  return (
    <li class={`card ${available === 0 ? 'is-out' : ''}`}>
      <Picture name={name} imageUrl={imageUrl} loading={first ? 'eager' : 'lazy'} />
      <div class="card-text">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {description !== undefined && (
          <p class="description">
            <bdi>{description}</bdi>
          </p>
        )}
        <div class="card-foot">
          <p class="price">
            {formatMoney(unitAmount, currency)} <Stock available={available} />
          </p>
          {!isOut && <Stepper product={product} most={available} collapses />}
        </div>
      </div>
    </li>
  );
};

const Skeleton = () => (
  <ul class="cards" aria-hidden="true">
    {Array.from({ length: 8 }, (_, index) => (
      <li class="card skeleton" key={index}>
        <span class="picture" />
        <div class="card-text">
          <span class="bar" />
          <span class="bar short" />
        </div>
      </li>
    ))}
  </ul>
);

const BasketBar = () =>
  unitsInBasket.value === 0 ? null : (
    <div class="basket-bar">
      <a class="button primary" href={pathTo('basket')}>
        <span>View basket ({unitsInBasket.value})</span>
        <span>{formatMoney(basketTotal.value, basketCurrency.value)}</span>
      </a>
    </div>
  );

const Products = ({ search }: { readonly search: string }) => {
  const { products, failure } = catalogue.value ?? { products: [], failure: undefined };
  const found = matching(products, search);
  return (
    <>
      <p class="visually-hidden" role="status">
        {search === '' ? '' : `${found.length} ${found.length === 1 ? 'product' : 'products'} found`}
      </p>
      {failure !== undefined && (
        <FailureNote failure={failure} what="The products could not be loaded." again={loadCatalogue} />
      )}
      {found.length === 0 && failure === undefined && (
        <p class="nothing">
          {search === '' ? 'Nothing is for sale at the moment.' : 'Nothing matches. Try another word.'}
        </p>
      )}
      <ul class="cards">
        {found.map((product, index) => (
          <Card key={product.productId} product={product} first={index < 8} />
        ))}
      </ul>
    </>
  );
};

/** The page with the products for sale, and a search. */
export const CataloguePage = () => {
  const [search, setSearch] = useState('');
  useEffect(() => {
    document.title = 'Orderly';
    // The available units may have changed while the customer was on other pages.
    if (catalogue.value !== undefined) void loadCatalogue();
  }, []);
  return (
    <div class={`wide ${basket.value.length > 0 ? 'with-bar' : ''}`}>
      <div class="welcome">
        <div>
          <h1>Fresh today</h1>
          <p>Order here, pay, and pick it up at the counter.</p>
        </div>
        <search>
          <label class="search">
            <SearchIcon />
            <span class="visually-hidden">Search</span>
            <input
              type="search"
              placeholder="Search"
              value={search}
              maxLength={100}
              autocomplete="off"
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </label>
        </search>
      </div>
      {catalogue.value === undefined ? <Skeleton /> : <Products search={search} />}
      <BasketBar />
    </div>
  );
};
