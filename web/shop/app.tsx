import { useEffect, useState } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Main, SkipLink } from '../common/main.tsx';
import { apiBase, home, pathTo } from '../common/place.ts';
import { person, signIn, signOut } from '../common/session.ts';
import { AccountPage } from './account-page.tsx';
import { BasketPage } from './basket-page.tsx';
import { unitsInBasket } from './basket.ts';
import { CataloguePage } from './catalogue-page.tsx';
import { BasketIcon, PersonIcon } from './icons.tsx';
import { OrderPage } from './order-page.tsx';
import { OrdersPage } from './orders-page.tsx';
import { SignedInPage } from './signed-in-page.tsx';

const OfflineBanner = () => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    const ended = new AbortController();
    addEventListener('online', update, { signal: ended.signal });
    addEventListener('offline', update, { signal: ended.signal });
    return () => ended.abort();
  }, []);
  return (
    <div role="status">
      {!online && <p class="offline">You are offline. Your basket is kept on this device.</p>}
    </div>
  );
};

const Account = () => {
  const { path } = useLocation();
  const [failed, setFailed] = useState(false);
  const enter = () => {
    setFailed(false);
    signIn(path).catch(() => setFailed(true));
  };
  if (person.value === undefined) {
    return (
      <button type="button" class="quiet" onClick={enter}>
        {failed ? 'Try again' : 'Sign in'}
      </button>
    );
  }
  return (
    <div class="menu" key={path}>
      <button type="button" class="round" aria-label="Account" popovertarget="account-menu">
        <PersonIcon />
      </button>
      <div class="menu-box" id="account-menu" popover="auto">
        <p class="who">
          <bdi>{person.value.email ?? person.value.id}</bdi>
        </p>
        <a href={pathTo('orders')}>Your orders</a>
        <a href={pathTo('account')}>Your account</a>
        <button type="button" onClick={() => void signOut().catch(() => setFailed(true))}>
          Sign out
        </button>
      </div>
    </div>
  );
};

const Header = () => {
  const units = unitsInBasket.value;
  return (
    <header class="top">
      <div class="wide">
        <a class="brand" href={home}>
          <span class="mark" aria-hidden="true" />
          Orderly
        </a>
        <nav aria-label="Shop">
          <Account />
          <a
            class="basket-link"
            href={pathTo('basket')}
            aria-label={`Basket, ${units === 1 ? '1 item' : `${units} items`}`}
          >
            <BasketIcon />
            {units > 0 && <span class="count">{units > 99 ? '99+' : units}</span>}
          </a>
        </nav>
      </div>
    </header>
  );
};

const NotFound = () => (
  <section class="narrow empty">
    <h1>There is nothing here</h1>
    <p>The link may be old, or mistyped.</p>
    <a class="button primary" href={home}>
      Go to the shop
    </a>
  </section>
);

/**
 * Matches the paths of the shop's pages. The API and the payment page may be on the same host, but links to them leave
 * the shop.
 */
const scope = new RegExp(`^${home.replaceAll('.', '[.]')}(?!${apiBase.slice(1)}/|simulators/)`);

/** The shop: all pages, and the parts that are the same on each page. */
export const App = () => (
  <LocationProvider scope={home === '/' && apiBase !== '' ? scope : home}>
    <SkipLink />
    <Header />
    <OfflineBanner />
    <Main>
      <Router>
        <Route path={home} component={CataloguePage} />
        <Route path={pathTo('basket')} component={BasketPage} />
        <Route path={pathTo('orders')} component={OrdersPage} />
        <Route path={pathTo('orders/:orderId')} component={OrderPage} />
        <Route path={pathTo('account')} component={AccountPage} />
        <Route path={pathTo('signed-in')} component={SignedInPage} />
        <Route default component={NotFound} />
      </Router>
    </Main>
  </LocationProvider>
);
