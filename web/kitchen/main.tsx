import { showPage } from '../common/show-page.ts';
import { App } from './app.tsx';
import '../common/style/base.css';
import './style/frame.css';
import './style/board.css';
import './style/ticket.css';
import './style/panels.css';

showPage(<App />);
