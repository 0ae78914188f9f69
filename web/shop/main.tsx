import { showPage } from '../common/show-page.ts';
import { App } from './app.tsx';
import { loadCatalogue } from './catalogue.ts';
import '../common/style/base.css';
import './style/layout.css';
import './style/catalogue.css';
import './style/basket.css';
import './style/order.css';
import './style/orders.css';

// Begins to load the catalogue before anything is shown, because the first page needs it.
void loadCatalogue();
showPage(<App />);
