import { showPage } from '../common/show-page.ts';
import { App } from './app.tsx';
import '../common/style/base.css';
import './style/layout.css';
import './style/controls.css';
import './style/parts.css';
import './style/tables.css';
import './style/order.css';
import './style/events.css';
import './style/flow.css';
import './style/figures.css';

showPage(<App />);
