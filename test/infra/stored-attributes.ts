import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import type { Figures } from '../../functions/insights/domain/figures.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { Product } from '../../functions/inventory/domain/product.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { StockAdjustment, StockLevel } from '../../functions/inventory/domain/stock.ts';
import type { BatchIntent } from '../../functions/inventory/group-commit/batch-intent.ts';
import type { StoredConnection } from '../../functions/live/adapters/dynamo-live-store.ts';
import type { ContactDetails } from '../../functions/notifications/domain/contact.ts';
import type { Claim, OrderLog } from '../../functions/notifications/domain/message-log.ts';
import type { Budget, VerificationCode } from '../../functions/notifications/domain/verification-code.ts';
import type { Erasure } from '../../functions/orders/domain/erasure.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Price } from '../../functions/orders/domain/ports.ts';
import type { Payment } from '../../functions/payments/domain/payment.ts';
import type { Partner } from '../../shared/kernel/caller.ts';
import type { Instant } from '../../shared/kernel/clock.ts';

/**
 * For each attribute that a state has in at least one status: whether it is personal data. A missing attribute is a
 * type error.
 */
export type Attributes<State> = Readonly<Record<State extends unknown ? keyof State : never, boolean>>;

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
const price: Attributes<Price> = {
  productId: false,
  name: false,
  unitAmount: false,
  currency: false,
  active: false,
  revision: false,
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
const product: Attributes<Product> = {
  productId: false,
  name: false,
  description: false,
  imageUrl: false,
  unitAmount: false,
  currency: false,
  active: false,
  revision: false,
};
const stock: Attributes<StockLevel & { readonly open: ReadonlySet<string> }> = {
  available: false,
  received: false,
  open: false,
};
const adjustment: Attributes<StockAdjustment> = {
  adjustmentId: false,
  productId: false,
  change: false,
  reason: true,
  by: true,
  at: false,
};
const intent: Attributes<Omit<BatchIntent, 'batch'>> = {
  kind: false,
  productId: false,
  at: false,
  lines: false,
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
const budget: Attributes<Omit<Budget, 'key'>> = { sentAt: false };
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
const topic = { connections: false };
const partner: Attributes<Partner> = { partnerId: false, keys: true };
const publicKey = { partnerId: false, keyId: false };
const nonce = { attempt: false };
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

/** The names of figures depend on currencies and products, so they are not listed. No figure is about a person. */
const figures: Attributes<Figures> = {};

/**
 * The attributes of each kind of item, by its place. docs/personal-data.md names the places that have personal data.
 * True if the attribute is personal. `stored-kinds.test.ts` fails if a kind is missing.
 */
export const stored = {
  'orders table': order,
  'orders table: prices': price,
  'orders table: erasures': erasure,
  'payments table': payment,
  'fulfilment table': ticket,
  'inventory table': reservation,
  'inventory table: products': product,
  'inventory table: stock': stock,
  'inventory table: adjustments': adjustment,
  'inventory table: intents': intent,
  'partners table': partner,
  'partners table: public keys': publicKey,
  'partners table: nonces': nonce,
  'insights table': row,
  'insights table: figures': figures,
  'insights table: units': figures,
  'live table': connection,
  'live table: topics': topic,
  'notifications: contact': contact,
  'notifications: code': code,
  'notifications: codes sent': budget,
  'notifications: log': log,
};
