import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Main, SkipLink } from '../common/main.tsx';
import { home, pathTo } from '../common/place.ts';
import { person } from '../common/session.ts';
import { SignInFirst } from '../common/sign-in-first.tsx';
import { BusinessPage } from './business/business-page.tsx';
import { CataloguePage } from './catalogue/catalogue-page.tsx';
import { HealthPage } from './health/health-page.tsx';
import { LettersPage } from './letters/letters-page.tsx';
import { OrderPage } from './order/order-page.tsx';
import { OrdersPage } from './orders/orders-page.tsx';
import { Header } from './parts/header.tsx';
import { role } from './parts/role.ts';
import { SignedInPage } from './parts/signed-in-page.tsx';

const NotFound = () => (
  <section class="empty">
    <h1>There is nothing here</h1>
    <p>The link may be old, or mistyped.</p>
    <a class="button primary" href={home}>
      Go to the orders
    </a>
  </section>
);

const ForStaff = () => (
  <section class="empty">
    <h1>This page is for staff</h1>
    <p>Your account may not see it. Sign out, and sign in with an account of staff.</p>
  </section>
);

const Pages = () => {
  const { path } = useLocation();
  if (path !== pathTo('signed-in')) {
    if (person.value === undefined) {
      return <SignInFirst title="Operations" text="Sign in as staff to see orders, failures and figures." />;
    }
    if (role.value === 'none') return <ForStaff />;
  }
  return (
    <Router>
      <Route path={home} component={OrdersPage} />
      <Route path={pathTo('orders/:orderId')} component={OrderPage} />
      <Route path={pathTo('dead-letters')} component={LettersPage} />
      <Route path={pathTo('health')} component={HealthPage} />
      <Route path={pathTo('business/:day?')} component={BusinessPage} />
      <Route path={pathTo('catalogue')} component={CataloguePage} />
      <Route path={pathTo('signed-in')} component={SignedInPage} />
      <Route default component={NotFound} />
    </Router>
  );
};

/** The operations page: all of its parts, and what is the same in each part. */
export const App = () => (
  <LocationProvider scope={home}>
    <SkipLink />
    <Header />
    <Main>
      <Pages />
    </Main>
  </LocationProvider>
);
