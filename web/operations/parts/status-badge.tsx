import { statusWords, type OrderStatus } from './words.ts';

/** A status as a coloured word. */
export const StatusBadge = ({ status }: { readonly status: OrderStatus }) => (
  <span class={`badge ${statusWords[status].tone}`}>{statusWords[status].text}</span>
);
