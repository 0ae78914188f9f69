import type { Content } from '../content.ts';

/** Handed over to the customer. */
export const orderCompletedContent = (): Content => ({
  subject: 'Enjoy your order!',
  paragraphs: ['Your order has been handed over. Thank you for shopping with us; we hope to see you again.'],
  sms: 'Your order has been handed over. Enjoy it!',
});
