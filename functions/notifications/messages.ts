import type { EventData } from '../../shared/events/catalog.ts';
import type { Shortage } from '../../shared/events/fields.ts';
import type { InboxEvent } from '../../shared/events/subscriptions.ts';
import { formatMoney } from '../../shared/kernel/money.ts';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import {
  formatInstant,
  isolated,
  type Content,
  type PaymentMeaning,
  type Table,
} from './domain/notification.ts';

/** An event that customers are notified of: all events of the inbox, except those about forgetting a customer. */
export type NotifiedEvent = Exclude<
  InboxEvent<'notifications-inbox'>,
  'CustomerErasureRequested' | 'OrderAnonymised'
>;

/** What an event means for the order's payment, and the message about the event. */
interface Message<Type extends NotifiedEvent> {
  readonly meaning: PaymentMeaning;
  readonly content: (data: EventData<Type>) => Content;
  /**
   * The customer is told of at most this many events of this type about one order. Absent: all events of the type about
   * an order state the same fact, so the customer gets one message.
   */
  readonly most?: number;
}

/** The message of each event. If an event is missing here, the code does not compile. */
export const messages: { readonly [Type in NotifiedEvent]: Message<Type> } = {
  OrderCreated: {
    meaning: 'neither',
    content: ({ items, totalAmount, currency }) => ({
      subject: 'We have received your order',
      preview: `Your order comes to ${formatMoney(totalAmount, currency)}. We are checking that everything is in stock.`,
      paragraphs: [
        'Thank you for your order! We are checking that everything is in stock, and will write to you again in a moment.',
      ],
      table: pricedTable(items, currency, 'Total', totalAmount),
      sms: `Thank you! We have received your order of ${formatMoney(totalAmount, currency)}.`,
    }),
  },

  PaymentLinkCreated: {
    meaning: 'asks',
    content: ({ paymentLink, amount, currency, payBy }) => ({
      subject: 'Your order is ready for payment',
      preview: `Please pay ${formatMoney(amount, currency)} by ${formatInstant(payBy)}.`,
      paragraphs: [
        'Good news: we have set everything aside for you.',
        `Please pay by ${formatInstant(payBy)}. After that we will offer it to other customers.`,
      ],
      highlight: { label: 'To pay', value: formatMoney(amount, currency) },
      action: { label: `Pay ${formatMoney(amount, currency)}`, url: paymentLink },
      sms: `We have set your order aside. Please pay ${formatMoney(amount, currency)} by ${formatInstant(payBy)}:`,
    }),
  },

  PaymentReminderDue: {
    meaning: 'asks',
    content: ({ paymentLink, payBy }) => ({
      subject: 'Your order is waiting for your payment',
      preview: `We are still holding your order for you. Please pay by ${formatInstant(payBy)}.`,
      paragraphs: ['A friendly reminder: we are still holding your order for you.'],
      highlight: { label: 'Please pay by', value: formatInstant(payBy) },
      action: { label: 'Pay now', url: paymentLink },
      remark: 'If you have just paid, you do not need to do anything.',
      sms: `Reminder: please pay for your order by ${formatInstant(payBy)}:`,
    }),
  },

  OrderPaid: {
    meaning: 'settles',
    content: ({ orderId, items, totalAmount, currency }) => ({
      subject: 'Thank you for your payment',
      paragraphs: [
        `We have received your payment of ${formatMoney(totalAmount, currency)} and will prepare your order now.`,
        'We will write to you when it is ready. At the counter, say your pickup code.',
      ],
      highlight: { label: 'Pickup code', value: pickupCode(orderId) },
      table: pricedTable(items, currency, 'Paid', totalAmount),
      sms: `Thank you! We have received ${formatMoney(totalAmount, currency)} and will prepare your order now.`,
    }),
  },

  PaymentFailed: {
    meaning: 'asks',
    most: 3,
    content: () => ({
      subject: 'Your payment did not go through',
      preview: 'No money was taken, and we are still holding your order. Please try again.',
      paragraphs: [
        'Your payment was declined, and no money was taken.',
        'We are still holding your order, and the payment link that we sent you is still valid. Please try again, perhaps with another card.',
      ],
      pageLabel: 'Try again',
      sms: 'Your payment was declined. Please try again with the link that we sent you.',
    }),
  },

  OrderRejected: {
    meaning: 'settles',
    content: ({ shortages }) => ({
      subject: 'Sorry, we are out of stock',
      preview: 'We cannot take your order. You have not been charged.',
      paragraphs: [
        'We are sorry: we do not have enough of what you ordered, so we cannot take your order. You have not been charged.',
      ],
      ...(shortages.length === 0 ? {} : { table: shortageTable(shortages) }),
      sms: 'Sorry, something you ordered is out of stock, so we cannot take your order. You have not been charged.',
    }),
  },

  OrderCancelled: {
    meaning: 'settles',
    content: (order) => ({
      subject: 'Your order was cancelled',
      preview: `${whyCancelled(order)} ${whatHappensToTheMoney(order)}`,
      paragraphs: [whyCancelled(order), whatHappensToTheMoney(order)],
      lines: order.items.map(lineOf),
      sms: `${whyCancelled(order)} ${whatHappensToTheMoney(order)}`,
    }),
  },

  OrderExpired: {
    meaning: 'settles',
    content: ({ items }) => ({
      subject: 'Your order has expired',
      paragraphs: [
        'We did not receive your payment in time, so we could not hold your order any longer.',
        'You are welcome to order again.',
      ],
      lines: items.map(lineOf),
      remark: 'If you have just paid, you will get your money back.',
      sms: 'Your order has expired because it was not paid in time. You are welcome to order again.',
    }),
  },

  FulfilmentReady: {
    meaning: 'neither',
    content: ({ orderId }) => ({
      subject: 'Your order is ready',
      preview: `Your pickup code is ${pickupCode(orderId)}. See you soon!`,
      paragraphs: [
        'Your order is ready and waiting for you.',
        'Come to the counter and say your pickup code. See you soon!',
      ],
      highlight: { label: 'Pickup code', value: pickupCode(orderId) },
      sms: 'Your order is ready and waiting for you.',
    }),
  },

  OrderCompleted: {
    meaning: 'settles',
    content: () => ({
      subject: 'Enjoy your order!',
      paragraphs: [
        'Your order has been handed over. Thank you for shopping with us; we hope to see you again.',
      ],
      sms: 'Your order has been handed over. Enjoy it!',
    }),
  },

  // The ledger of a payment has at most 26 refunds: the automatic one, and 25 others (`MOST_REFUNDS` in
  // functions/payments). `most` is higher, because people can make more refunds directly at the provider.
  RefundCompleted: {
    meaning: 'neither',
    most: 50,
    content: ({ amount, currency, refundedAmount }) => ({
      subject: 'Your refund is on its way',
      preview: `We have returned ${formatMoney(amount, currency)} to you. Your bank may need a few days.`,
      paragraphs: ['We have returned your money. Your bank may need a few days to show it.'],
      highlight: { label: 'Refunded', value: formatMoney(amount, currency) },
      ...(refundedAmount > amount
        ? {
            remark: `Together with earlier refunds, we have returned ${formatMoney(refundedAmount, currency)} to you.`,
          }
        : {}),
      sms: `We have returned ${formatMoney(amount, currency)} to you. Your bank may need a few days to show it.`,
    }),
  },
};

interface Line {
  readonly name: string;
  readonly quantity: number;
}

/** A line of an order, e.g. `2 × Walnut desk`. */
const lineOf = ({ name, quantity }: Line): string => `${quantity} × ${isolated(name)}`;

/** What was ordered, each line with its price, e.g. `2 × Walnut desk` and `€1,240.00`, and the total. */
const pricedTable = (
  items: readonly (Line & { readonly unitAmount: number })[],
  currency: string,
  totalLabel: string,
  totalAmount: number,
): Table => ({
  columns: ['Item', 'Amount'],
  rows: items.map((item) => [lineOf(item), formatMoney(item.quantity * item.unitAmount, currency)]),
  foot: [totalLabel, formatMoney(totalAmount, currency)],
});

/**
 * The table of products whose stock is too small. It shows product ids, because the event has no product names.
 */
const shortageTable = (shortages: readonly Shortage[]): Table => ({
  columns: ['Product', 'You wanted', 'We have'],
  rows: shortages.map(({ productId, requested, available }) => [
    productId,
    String(requested),
    String(available),
  ]),
});

const whyCancelled = ({ by, cause }: EventData<'OrderCancelled'>): string => {
  if (cause === 'refunded') return 'We have refunded your order in full, so it is cancelled.';
  if (cause === 'payment-not-possible')
    return 'We are sorry: we could not take a payment for your order, so we cancelled it.';
  switch (by) {
    case 'customer':
      return 'We have cancelled your order, as you asked.';
    case 'staff':
      return 'We are sorry: we had to cancel your order.';
    case 'system':
      return 'We are sorry: we could not complete your order, so we cancelled it.';
  }
};

/** If an order was cancelled in one of these statuses, it had been paid before. */
const paidStatuses: readonly string[] = ['PAID', 'PREPARING', 'READY'];

const whatHappensToTheMoney = ({ previousStatus, cause }: EventData<'OrderCancelled'>): string => {
  if (cause === 'payment-not-possible') return 'You have not been charged.';
  if (paidStatuses.includes(previousStatus)) return 'Your money is on its way back to you.';
  if (previousStatus === 'AWAITING_PAYMENT') return 'If you have just paid, you will get your money back.';
  return 'You have not been charged.';
};
