import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { ContactDetails } from '../../functions/notifications/domain/contact.ts';
import type { Claim, OrderLog } from '../../functions/notifications/domain/message-log.ts';
import type { Erasure } from '../../functions/orders/domain/erasure.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Payment } from '../../functions/payments/domain/payment.ts';
import { copiesKeptDays, leastKeepDays } from '../../infra/kept-copies.ts';
import { stageSettings } from '../../infra/stage-config.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { eventSchemas } from '../../shared/events/catalog.ts';

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
const contact: Attributes<ContactDetails> = { email: true, phone: true, channels: true };
const log: Attributes<OrderLog & Pick<Claim, 'customerId'>> = {
  orderId: false,
  customerId: true,
  sortKey: false,
  settledAt: false,
  forgottenAt: false,
  messages: true,
};

/** The fields of events that say something about a person. `otherFields` must list all others. */
const personalFields = ['customerId', 'erasureId', 'note', 'paymentLink', 'reason'];
const otherFields = (
  'active all amount at attempt available by capturedAt cause currency description hasPayment hasTicket imageUrl items name ' +
  'orderId payBy paymentId placedAt previousStatus productId refundId refundedAmount requestedAt revision shortages threshold totalAmount unitAmount'
).split(' ');

const page = readFileSync(join(projectRoot, 'docs/personal-data.md'), 'utf8');

/** The attributes in the rows of docs/personal-data.md whose second column is `place`. */
const listedAt = (place: string): readonly string[] =>
  page
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , where]) => where === place)
    .flatMap(([, attributes = '']) => [...attributes.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .toSorted();

const personalIn = (attributes: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(attributes)
    .filter(([, isPersonal]) => isPersonal)
    .map(([name]) => name)
    .toSorted();

describe('the page about personal data', () => {
  it.each([
    ['orders table', order],
    ['orders table: erasures', erasure],
    ['payments table', payment],
    ['fulfilment table', ticket],
    ['inventory table', reservation],
    ['notifications: contact', contact],
    ['notifications: log', log],
  ] as const)('lists each personal attribute of: %s', (place, attributes) => {
    expect(listedAt(place)).toEqual(personalIn(attributes));
  });

  it('lists each personal field of the events, and every field is known to be personal or not', () => {
    const fields = new Set(Object.values(eventSchemas).flatMap((schema) => Object.keys(schema.shape)));
    expect([...fields].toSorted()).toEqual([...personalFields, ...otherFields].toSorted());
    expect(listedAt('events')).toEqual(personalFields.toSorted());
  });

  it('names the periods that follow from the settings', () => {
    const [production, sandbox] = (['production', 'sandbox'] as const).map((stage) =>
      stageSettings(stage, {}, { file: sampleSettings }),
    );
    const least = leastKeepDays(production!);
    expect(page).toContain(
      `is gone ${copiesKeptDays(production!)} days after the row in production, and ${copiesKeptDays(sandbox!)} days after it in a sandbox`,
    );
    expect(page).toContain(
      `Settings below ${least.messages} days for messages or ${least.orders} for orders are refused in production`,
    );
  });
});
