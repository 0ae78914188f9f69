import { render } from 'preact';
import { App } from './app.tsx';
import { loadCatalogue } from './catalogue.ts';
import './style/base.css';
import './style/layout.css';
import './style/catalogue.css';
import './style/basket.css';
import './style/order.css';
import './style/orders.css';

// A release replaces the files of the one before. A page that was open then gets them by loading itself anew, once.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('orderly.reloaded') !== null) return;
  sessionStorage.setItem('orderly.reloaded', 'yes');
  event.preventDefault();
  location.reload();
});

const place = document.querySelector('#app');
if (place === null) throw new Error('The page has no place for the shop');
// Begins before anything is shown, because the first page needs it.
void loadCatalogue();
render(<App />, place);
