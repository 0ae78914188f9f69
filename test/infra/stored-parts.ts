import type { PhoneAddress } from '../../functions/notifications/domain/contact.ts';
import type { LoggedMessage } from '../../functions/notifications/domain/message-log.ts';
import type { RequestedBy } from '../../functions/orders/domain/erasure.ts';
import type { HistoryEntry } from '../../functions/orders/domain/order.ts';
import type { Outside, PaymentSession, Refund } from '../../functions/payments/domain/payment.ts';
import type { OrderLine } from '../../shared/events/fields.ts';
import type { PartnerKey } from '../../shared/kernel/caller.ts';
import type { Attributes } from './stored-attributes.ts';

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
  'notifications: messages': message,
};
