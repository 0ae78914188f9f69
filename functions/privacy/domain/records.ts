import type { ServiceName } from '../../../shared/events/catalog.ts';

/** An item of a table, as it is stored. */
export type Item = Readonly<Record<string, unknown>>;

/** The attributes to export. Attributes that are not listed here are not exported. */
export type Fields = Readonly<Record<string, Field>>;

/**
 * The name of an attribute in the export. For an object or a list of objects, also which of its fields are exported.
 */
export type Field =
  | string
  | {
      readonly as: string;
      /** The fields to export of an object, or of each object of a list. Absent: the value is exported whole. */
      readonly fields?: Fields;
      /** True if the attribute is exported for this item. Absent: it is exported for every item. */
      readonly when?: (item: Item) => boolean;
    };

/** One kind of item: its table, its key (`pk`) for an id, and its attributes to export. */
export interface RecordKind {
  readonly table: ServiceName;
  readonly keyOf: (id: string) => string;
  readonly fields: Fields;
}

const lines: Fields = {
  productId: 'productId',
  name: 'name',
  quantity: 'quantity',
  unitAmount: 'unitAmount',
};

const address: Fields = {
  address: 'address',
  country: 'country',
  verifiedAt: 'verifiedAt',
  stopped: { as: 'stopped', fields: { at: 'at', cause: 'cause' } },
};

/** True if the customer cancelled the order and so wrote its remark. Remarks of staff are only for staff. */
const wasCancelledByCustomer = ({ history }: Item): boolean =>
  (history as readonly { readonly cause?: string }[]).some(({ cause }) => cause === 'cancelled-by-customer');

/**
 * The kinds of items with personal data. docs/personal-data.md lists what is not exported, with the reasons. A test
 * requires that each stored attribute is either here or in that document.
 */
export const records = {
  order: {
    table: 'orders',
    keyOf: (orderId) => `order#${orderId}`,
    fields: {
      orderId: 'orderId',
      status: 'status',
      items: { as: 'items', fields: lines },
      totalAmount: 'totalAmount',
      currency: 'currency',
      note: 'note',
      createdAt: 'createdAt',
      stockBy: 'stockBy',
      payBy: 'payBy',
      paymentLink: 'paymentLink',
      remindedAt: 'remindedAt',
      paidAmount: 'paidAmount',
      refundedAmount: 'refundedAmount',
      refundRequestedAt: 'refundRequestedAt',
      refundRefusedAt: 'refundRefusedAt',
      history: { as: 'history', fields: { status: 'status', at: 'at', cause: 'cause' } },
      rejection: {
        as: 'rejection',
        fields: {
          reason: 'reason',
          shortages: {
            as: 'shortages',
            fields: { productId: 'productId', requested: 'requested', available: 'available' },
          },
        },
      },
      remark: { as: 'remark', when: wasCancelledByCustomer },
    },
  },
  payment: {
    table: 'payments',
    keyOf: (orderId) => `payment#${orderId}`,
    fields: {
      status: 'status',
      amount: 'amount',
      currency: 'currency',
      payBy: 'payBy',
      requestedAt: 'requestedAt',
      session: { as: 'paymentPage', fields: { id: 'id', url: 'url' } },
      declineReason: 'declineReason',
      capturedAt: 'capturedAt',
      closedAt: 'closedAt',
      reason: 'closureReason',
      refunds: {
        as: 'refunds',
        fields: {
          refundId: 'refundId',
          amount: 'amount',
          status: 'status',
          requestedAt: 'requestedAt',
        },
      },
      outside: { as: 'refundedOutside', fields: { refunded: 'amount' } },
    },
  },
  ticket: {
    table: 'fulfilment',
    keyOf: (orderId) => `ticket#${orderId}`,
    fields: {
      status: 'status',
      items: { as: 'items', fields: lines },
      note: 'note',
      receivedAt: 'receivedAt',
      startedAt: 'startedAt',
      readyAt: 'readyAt',
      completedAt: 'completedAt',
      cancelledAt: 'cancelledAt',
    },
  },
  contact: {
    table: 'notifications',
    keyOf: (customerId) => `contact#${customerId}`,
    fields: {
      email: { as: 'email', fields: address },
      phone: { as: 'phone', fields: address },
      channels: { as: 'channels', fields: { email: 'email', sms: 'sms' } },
      savedAt: 'savedAt',
    },
  },
  emailCode: {
    table: 'notifications',
    keyOf: (customerId) => `code#email#${customerId}`,
    fields: { validUntil: 'validUntil', tries: 'tries', usedAt: 'usedAt' },
  },
  smsCode: {
    table: 'notifications',
    keyOf: (customerId) => `code#sms#${customerId}`,
    fields: { validUntil: 'validUntil', tries: 'tries', usedAt: 'usedAt' },
  },
  codes: {
    table: 'notifications',
    keyOf: (customerId) => `codes#of#${customerId}`,
    fields: { sentAt: 'sentAt' },
  },
  erasure: {
    table: 'orders',
    keyOf: (erasureId) => `erasure#${erasureId}`,
    fields: {
      status: 'status',
      requestedAt: 'requestedAt',
      by: { as: 'requestedBy', fields: { role: 'role' } },
      doneAt: 'doneAt',
    },
  },
} as const satisfies Readonly<Record<string, RecordKind>>;

/** The log of an order's messages. Each attribute with a name such as `email:OrderPaid` is one message. */
export const messageLog = {
  table: 'notifications',
  keyOf: (orderId: string): string => `log#${orderId}`,
  /** The attributes of one message. */
  fields: {
    eventType: 'eventType',
    sentAt: 'sentAt',
    subject: 'subject',
    refusedAt: 'refusedAt',
    code: 'code',
    suppressedAt: 'suppressedAt',
    claimedUntil: 'claimedUntil',
  },
} as const satisfies RecordKind;

/** The part of an item that is exported, under the names of the export. */
export const exported = (fields: Fields, item: Item): Item =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([attribute, field]) => {
      const value = item[attribute];
      if (value === undefined) return [];
      if (typeof field === 'string') return [[field, value]];
      if (field.when?.(item) === false) return [];
      return [[field.as, field.fields === undefined ? value : within(field.fields, value)]];
    }),
  );

const within = (fields: Fields, value: unknown): unknown =>
  Array.isArray(value)
    ? (value as readonly Item[]).map((part) => exported(fields, part))
    : exported(fields, value as Item);

/**
 * The exported messages of a log. Each message is stored in an attribute of the log. The attribute's name begins with
 * the channel, `:` or `=`, and the type of the event (`attributeOf` in
 * functions/notifications/adapters/message-log-items.ts).
 */
export const messagesIn = (log: Item): readonly Item[] =>
  Object.entries(log).flatMap(([attribute, message]) => {
    const [, channel, eventType] = /^(email|sms)[:=]([^:]*)/.exec(attribute) ?? [];
    return channel === undefined
      ? []
      : [{ channel, eventType, ...exported(messageLog.fields, message as Item) }];
  });
