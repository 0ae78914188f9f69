import { formatMoney } from '../../shared/kernel/money.ts';
import type { Tour } from './first-order.ts';

/** Formats the history of the first order and the messages that were sent, for the terminal. */
export const timeline = ({ order, notifications }: Tour): string => {
  const started = Date.parse(order.history[0]?.at ?? '');
  const life = order.history.map(({ status, at, cause }) => {
    const elapsed = `+${((Date.parse(at) - started) / 1000).toFixed(2)} s`;
    return `  ${at}  ${elapsed.padStart(9)}  ${status.padEnd(17)}${cause ?? ''}`.trimEnd();
  });
  const sent = notifications.map(
    ({ channel, eventType, subject }) => `  ${channel.padEnd(6)} ${eventType.padEnd(20)} ${subject}`,
  );
  const items = order.items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');
  return [
    `The first order, ${order.orderId}`,
    `  ${items}: ${formatMoney(order.totalAmount, order.currency)}`,
    '',
    ...life,
    '',
    `Messages sent to the customer: ${notifications.length}`,
    ...sent,
  ].join('\n');
};
