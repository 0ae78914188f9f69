import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { StoredConnection } from '../../functions/live/adapters/dynamo-live-store.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { ContactDetails, PhoneAddress } from '../../functions/notifications/domain/contact.ts';
import type { Claim, LoggedMessage, OrderLog } from '../../functions/notifications/domain/message-log.ts';
import type { Budget, VerificationCode } from '../../functions/notifications/domain/verification-code.ts';
import type { Erasure, RequestedBy } from '../../functions/orders/domain/erasure.ts';
import type { HistoryEntry, Order } from '../../functions/orders/domain/order.ts';
import type { Outside, Payment, PaymentSession, Refund } from '../../functions/payments/domain/payment.ts';
import type { Partner, PartnerKey } from '../../shared/kernel/caller.ts';
import type { OrderLine } from '../../shared/events/fields.ts';
import type { Instant } from '../../shared/kernel/clock.ts';

/** Whether each attribute of a state, in any status, is personal data. A missing attribute is a type error. */
type Attributes<State> = Readonly<Record<State extends unknown ? keyof State : never, boolean>>;

const order: Attributes<Order> = {
  orderId: false,
  customerId: true,
  items: false,
  totalAmount: false,
  currency: false,
  note: true,
  fingerprint: false,
  createdAt: false,
  paidAmount: false,
  refundedAmount: false,
  refundRevision: false,
  history: false,
  refundRequestedAt: false,
  refundRefusedAt: false,
  forgottenAt: false,
  lastDuty: false,
  status: false,
  stockBy: false,
  attempt: false,
  askedAt: false,
  payBy: false,
  paymentLink: true,
  declines: false,
  linkAskedAt: false,
  remindedAt: false,
  closure: false,
  remark: true,
  rejection: false,
};
const erasure: Attributes<Erasure> = {
  erasureId: true,
  customerId: true,
  by: true,
  status: false,
  requestedAt: false,
  doneAt: false,
  lastTick: false,
};
const payment: Attributes<Payment> = {
  orderId: false,
  customerId: true,
  amount: false,
  currency: false,
  payBy: false,
  requestedAt: false,
  correlationId: false,
  status: false,
  session: true,
  declineId: false,
  declineReason: false,
  closedAt: false,
  reason: false,
  capturedAt: false,
  refunds: true,
  outside: false,
  askedAt: false,
};
const ticket: Attributes<TicketRecord> = {
  orderId: false,
  customerId: true,
  items: false,
  note: true,
  receivedAt: false,
  status: false,
  startedAt: false,
  confirmed: false,
  readyAt: false,
  completedAt: false,
  cancelledAt: false,
};
const reservation: Attributes<Reservation> = {
  orderId: false,
  lines: false,
  requestedAt: false,
  decidedAt: false,
  batch: false,
  status: false,
  releasedAt: false,
  releasedBy: false,
  shortages: false,
};
const contact: Attributes<ContactDetails & { readonly savedAt: Instant }> = {
  email: true,
  phone: true,
  channels: true,
  savedAt: false,
};
const code: Attributes<Omit<VerificationCode, 'customerId' | 'channel'>> = {
  addressHash: true,
  codeHash: false,
  validUntil: false,
  tries: false,
  usedAt: false,
};
const log: Attributes<OrderLog & Pick<Claim, 'customerId'>> = {
  orderId: false,
  customerId: true,
  sortKey: false,
  settledAt: false,
  forgottenAt: false,
  told: false,
  messages: true,
};

const connection: Attributes<StoredConnection> = { topics: true, heard: false };
const partner: Attributes<Partner> = { partnerId: false, keys: true };

const row: Attributes<OrderRow> = {
  orderId: false,
  customerId: true,
  correlationId: false,
  placedAt: false,
  totalAmount: false,
  currency: false,
  units: false,
  captured: false,
  refund: false,
  events: false,
  hasMore: false,
};

/**
 * The attributes of each kind of item, by the place that docs/personal-data.md names. True if the attribute is
 * personal.
 */
export const stored = {
  'orders table': order,
  'orders table: erasures': erasure,
  'payments table': payment,
  'fulfilment table': ticket,
  'inventory table': reservation,
  'partners table': partner,
  'insights table': row,
  'live table': connection,
  'notifications: contact': contact,
  'notifications: code': code,
  'notifications: log': log,
};

const line: Attributes<OrderLine> = { productId: false, name: false, quantity: false, unitAmount: false };
const entry: Attributes<HistoryEntry> = { status: false, at: false, cause: false };
const requestedBy: Attributes<RequestedBy> = { role: false, adminId: false };
const session: Attributes<PaymentSession> = { id: false, url: false };
const refund: Attributes<Refund> = {
  refundId: false,
  amount: false,
  status: false,
  reason: false,
  requestedAt: false,
  attempt: false,
  requestedAmount: false,
  underWay: false,
  failure: false,
  final: false,
  failedAtOutside: false,
};
const outside: Attributes<Outside> = { revision: false, refunded: false, disputes: false };
const address: Attributes<PhoneAddress> = {
  address: false,
  verifiedAt: false,
  stopped: false,
  country: false,
};
const partnerKey: Attributes<PartnerKey> = {
  name: false,
  publicKey: false,
  role: false,
  customerId: false,
  registeredAt: false,
  registeredBy: false,
  revokedAt: false,
  revokedBy: false,
};
const budget: Attributes<Omit<Budget, 'key'>> = { sentAt: false };
/** The attributes of a message in its log. `status` is not stored, because it follows from the other attributes. */
const message: Omit<Attributes<LoggedMessage['state']>, 'status'> = {
  claimedUntil: false,
  sentAt: false,
  eventType: false,
  subject: false,
  refusedAt: false,
  code: false,
  suppressedAt: false,
};

/**
 * The attributes of values inside items. `stored` says whether the whole value is personal. So all attributes have the
 * value false here.
 */
export const parts = {
  'orders table: lines': line,
  'orders table: history': entry,
  'orders table: who asked': requestedBy,
  'payments table: session': session,
  'payments table: refunds': refund,
  'payments table: outside': outside,
  'fulfilment table: lines': line,
  'partners table: keys': partnerKey,
  'notifications: addresses': address,
  'notifications: codes sent': budget,
  'notifications: messages': message,
};
