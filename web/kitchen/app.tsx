import { LocationProvider, Route, Router } from 'preact-iso';
import { home, pathTo } from '../common/place.ts';
import { BoardPage } from './board-page.tsx';
import { SignedInPage } from './signed-in-page.tsx';

const NotFound = () => (
  <main class="narrow empty">
    <h1>There is nothing here</h1>
    <a class="button primary" href={home}>
      Go to the board
    </a>
  </main>
);

/** The kitchen's board, and the page to which the identity provider sends the browser back after a sign-in. */
export const App = () => (
  <LocationProvider scope={home}>
    <Router>
      <Route path={home} component={BoardPage} />
      <Route path={pathTo('signed-in')} component={SignedInPage} />
      <Route default component={NotFound} />
    </Router>
  </LocationProvider>
);
