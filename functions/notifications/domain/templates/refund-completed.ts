import { formatMoney } from '../../../../shared/kernel/money.ts';
import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';

/** What the message says of the event. */
export interface RefundCompletedFacts extends OrderOfCustomer {
  readonly amount: number;
  readonly currency: string;
  readonly refundedAmount: number;
}

/** The provider gave money back. */
export const refundCompletedContent = ({
  amount,
  currency,
  refundedAmount,
}: RefundCompletedFacts): Content => ({
  subject: 'Your refund is on its way',
  paragraphs: [
    `We have returned ${formatMoney(amount, currency)} to you. Your bank may need a few days to show it.`,
    ...(refundedAmount > amount
      ? [`Together with earlier refunds, we have returned ${formatMoney(refundedAmount, currency)} to you.`]
      : []),
  ],
  sms: `We have returned ${formatMoney(amount, currency)} to you. Your bank may need a few days to show it.`,
});
