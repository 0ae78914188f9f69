import type { Content } from '../content.ts';

/** Ready to be handed over. */
export const fulfilmentReadyContent = (): Content => ({
  subject: 'Your order is ready',
  paragraphs: ['Your order is ready and waiting for you. See you soon!'],
  sms: 'Your order is ready and waiting for you.',
});
