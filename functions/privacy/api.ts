import * as z from 'zod/mini';
import {
  Amount,
  CurrencyCode,
  CustomerId,
  InstantField,
  OrderId,
  OrderLine,
  RejectionReason,
  Shortage,
} from '../../shared/events/fields.ts';
import { OrderStatus } from '../../shared/events/orders.ts';
import { ClosureReason } from '../../shared/events/payments.ts';
import { shortPageQuery } from '../../shared/http/page.ts';
import { route } from '../../shared/http/route.ts';

const Lines = () => z.array(z.strictObject(OrderLine.shape));
const When = z.optional(InstantField);

const Address = () =>
  z.strictObject({
    address: z.string(),
    country: z.optional(z.string()),
    verifiedAt: When,
    stopped: z.optional(z.strictObject({ at: InstantField, cause: z.enum(['bounced', 'complained']) })),
  });

const Contact = () =>
  z.strictObject({
    email: z.optional(Address()),
    phone: z.optional(Address()),
    channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
    savedAt: When,
  });

const Code = () => z.strictObject({ validUntil: InstantField, tries: z.int(), usedAt: When });

const Erasure = () =>
  z.strictObject({
    status: z.enum(['UNDER_WAY', 'DONE']),
    requestedAt: InstantField,
    requestedBy: z.strictObject({ role: z.enum(['customer', 'admin']) }),
    doneAt: When,
  });

const Payment = () =>
  z.strictObject({
    status: z.enum([
      'PENDING',
      'FAILED',
      'CLOSED',
      'CAPTURED',
      'PARTIALLY_REFUNDED',
      'REFUNDED',
      'TOMBSTONE',
    ]),
    amount: z.optional(Amount),
    currency: z.optional(CurrencyCode),
    payBy: When,
    requestedAt: When,
    paymentPage: z.optional(z.strictObject({ id: z.string(), url: z.url() })),
    declineReason: z.optional(z.string()),
    capturedAt: When,
    closedAt: When,
    closureReason: z.optional(ClosureReason),
    refunds: z.optional(
      z.array(
        z.strictObject({
          refundId: z.string(),
          amount: Amount,
          status: z.enum(['PENDING', 'SETTLED', 'FAILED']),
          requestedAt: InstantField,
        }),
      ),
    ),
    refundedOutside: z.optional(z.strictObject({ amount: Amount })),
  });

const Ticket = () =>
  z.strictObject({
    status: z.enum(['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED', 'TOMBSTONE']),
    items: z.optional(Lines()),
    note: z.optional(z.string()),
    receivedAt: When,
    startedAt: When,
    readyAt: When,
    completedAt: When,
    cancelledAt: When,
  });

const Message = () =>
  z.strictObject({
    channel: z.enum(['email', 'sms']),
    eventType: z.string(),
    sentAt: When,
    subject: z.optional(z.string()),
    refusedAt: When,
    code: z.optional(z.string()),
    suppressedAt: When,
    claimedUntil: When,
  });

const Order = () =>
  z.strictObject({
    orderId: OrderId,
    status: OrderStatus,
    items: Lines(),
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    createdAt: InstantField,
    stockBy: When,
    payBy: When,
    paymentLink: z.optional(z.url()),
    remindedAt: When,
    paidAmount: z.optional(Amount),
    refundedAmount: z.optional(Amount),
    refundRequestedAt: When,
    refundRefusedAt: When,
    history: z.array(
      z.strictObject({ status: OrderStatus, at: InstantField, cause: z.optional(z.string()) }),
    ),
    rejection: z.optional(
      z.strictObject({ reason: RejectionReason, shortages: z.array(z.strictObject(Shortage.shape)) }),
    ),
    remark: z.optional(z.string()),
    payment: z.optional(Payment()),
    ticket: z.optional(Ticket()),
    messages: z.array(Message()),
  });

/**
 * One page of a customer's personal data. Each page has some of the customer's orders. `contact`, `codes` and `erasure`
 * are on each page.
 */
const Export = () =>
  z.strictObject({
    customerId: CustomerId,
    exportedAt: InstantField,
    /** The customer's e-mail address and phone number, and the channels that are switched on. */
    contact: z.optional(Contact()),
    /**
     * `email` and `sms` say until when the last verification code of the channel is valid, and how many times a code
     * was entered. The code itself is not exported. `sentAt` lists when codes were sent.
     */
    codes: z.strictObject({
      email: z.optional(Code()),
      sms: z.optional(Code()),
      sentAt: z.array(InstantField),
    }),
    /** The customer's last request to erase the personal data. */
    erasure: z.optional(Erasure()),
    /**
     * The customer's orders, newest first. Each order has its payment, its ticket in the kitchen, and the messages
     * about it.
     */
    orders: z.array(Order()),
    nextCursor: z.optional(z.string()),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Export: Export() });

/**
 * Exports the personal data that Orderly stores about the caller, with up to `limit` orders on a page, newest first.
 */
export const exportMe = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/export',
  auth: 'customer',
  summary: "Export the caller's personal data",
  query: z.strictObject(shortPageQuery),
  answers: () => ({ 200: Export() }),
});

/**
 * Exports the personal data that Orderly stores about a customer, on the customer's request. The export of an unknown
 * customer is empty, because no service knows all customers.
 */
export const exportCustomer = /* @__PURE__ */ route({
  method: 'GET',
  path: '/customers/{customerId}/export',
  auth: 'admin',
  summary: "Export a customer's personal data",
  params: z.strictObject({ customerId: CustomerId }),
  query: z.strictObject(shortPageQuery),
  answers: () => ({ 200: Export() }),
});
