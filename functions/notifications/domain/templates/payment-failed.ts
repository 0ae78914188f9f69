import type { Content } from '../content.ts';

/** An attempt to pay was declined; the link stays good. */
export const paymentFailedContent = (): Content => ({
  subject: 'Your payment did not go through',
  paragraphs: [
    'Your payment was declined, and no money was taken.',
    'We are still holding your order, and the payment link that we sent you is still valid. Please try again, perhaps with another card.',
  ],
  sms: 'Your payment was declined. Please try again with the link that we sent you.',
});
