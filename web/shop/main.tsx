import { render } from 'preact';
import { App } from './app.tsx';
import { loadCatalogue } from './catalogue.ts';
import './style/base.css';
import './style/layout.css';
import './style/catalogue.css';
import './style/basket.css';
import './style/order.css';
import './style/orders.css';

// A release replaces the files of the previous one. A page that was open before can no longer load its files, so it
// reloads itself, once.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('orderly.reloaded') !== null) return;
  sessionStorage.setItem('orderly.reloaded', 'yes');
  event.preventDefault();
  location.reload();
});

const place = document.querySelector('#app');
if (place === null) throw new Error('index.html has no element for the shop');
// Starts before anything is shown, because the first page needs the catalogue.
void loadCatalogue();
render(<App />, place);
