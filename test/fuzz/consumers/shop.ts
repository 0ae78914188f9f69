import type { TicketRecord } from '../../../functions/fulfilment/domain/ticket.ts';
import type { Payment } from '../../../functions/payments/domain/payment.ts';
import type { OrderStatus } from '../../../shared/events/orders.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import { inboxes } from '../../../shared/events/subscriptions.ts';
import { noFaults } from '../../simulation/kernel/faults.ts';
import { drawConfiguration } from '../../simulation/world/configuration.ts';
import { seededRandom } from '../../simulation/kernel/random.ts';
import { createPorts } from '../../simulation/world/ports.ts';
import { createServices } from '../../simulation/world/services.ts';
import { createStores } from '../../simulation/world/stores.ts';
import { createWorld } from '../../simulation/world/world.ts';
import { memoryMailer, memoryTexter } from '../../support/memory/notifications-providers.ts';
import { memoryPaymentGateway } from '../../support/memory/payment-gateway.ts';
import { orderIn, price } from '../../support/orders.ts';
import { AMOUNT, CUSTOMERS, emailOf, orderIds, sessionIdOf } from './known.ts';

const configuration = drawConfiguration(seededRandom(1));
const lines = [{ productId: 'espresso', quantity: 2 }];

/** All services on stores in memory, in a shop that has an order of each status. */
export type Shop = Awaited<ReturnType<typeof createShop>>;

/**
 * Creates the shop: the services of the simulation, without its faults and delays. All new shops are equal, and their
 * state depends only on the messages that they get.
 */
export const createShop = async () => {
  const simulated = createWorld(1, configuration, noFaults(), false);
  // No time passes in this world, so each port responds at once.
  const atOnce = <Port extends object>(_name: string, port: Port): Port => port;
  const world = { ...simulated, ports: { ...simulated.ports, wrap: atOnce } };
  const { now } = world.kernel;
  const stores = createStores(() => undefined, []);
  const gateway = memoryPaymentGateway({ now });
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const queued: unknown[] = [];
  const queues = new Map(
    Object.keys(inboxes).map((name) => [
      name,
      { send: (_message: unknown, body: string, delayMs: number) => void queued.push([name, body, delayMs]) },
    ]),
  );
  const made = createPorts({
    world,
    stores,
    provider: { gateway },
    bus: { publish: async () => [], deadLetters: { send: async () => undefined } },
    queues,
    onTold: () => undefined,
    onRefused: () => undefined,
  });
  const ports = { ...made, mailer, texter, pause: async () => undefined };
  const services = createServices(world, ports);
  await stock(stores, gateway, now());
  await services.requestErasure({ id: 'bob', roles: ['customer'] }, 'bob', trace);

  return {
    services,
    /**
     * Everything that the services have stored, sent and requested from the provider, as text. Equal texts mean equal
     * states.
     */
    state: async (): Promise<string> => {
      const contacts = await Promise.all(CUSTOMERS.map((id) => stores.contacts.load(id)));
      const stored = Object.entries(stores).map(([name, store]) => [name, contentOf(store)]);
      return JSON.stringify(
        plain({
          stored,
          contacts,
          sessions: gateway.sessions,
          mails: mailer.sent,
          texts: texter.sent,
          queued,
        }),
      );
    },
  };
};

const trace = { correlationId: 'request-0', causationId: 'request-0' };

/** Those fields of a store in memory that contain the stored data. */
const contentOf = (store: object): unknown =>
  Object.entries(store).flatMap(([name, part]: [string, unknown]) => {
    if (part instanceof Map || part instanceof Set) return [[name, part]];
    return name === 'logs' ? [[name, (part as () => unknown)()]] : [];
  });

/** Turns maps and sets into sorted lists, at any depth. */
const plain = (value: unknown): unknown => {
  if (value instanceof Map) {
    return [...value].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map((entry) => plain(entry));
  }
  if (value instanceof Set) return [...value].toSorted();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
};

/** Puts products, customers, and an order of each status with all that belongs to it into the stores. */
const stock = async (
  stores: ReturnType<typeof createStores>,
  gateway: ReturnType<typeof memoryPaymentGateway>,
  at: string,
): Promise<void> => {
  for (const productId of ['espresso', 'mug']) {
    await stores.prices.record(price({ productId }));
    stores.stock.add(productId, 1000, 1000);
  }
  for (const id of CUSTOMERS) {
    const after = {
      email: { address: emailOf(id), verifiedAt: at },
      phone: { address: '+4915112345678', verifiedAt: at, country: 'DE' },
      channels: { email: true, sms: true },
    };
    await stores.contacts.save(id, { before: undefined, after, at });
    stores.accounts.ids.add(id);
  }
  for (const [status, orderId] of Object.entries(orderIds) as [OrderStatus, string][]) {
    await stores.orders.insert({ ...orderIn[status](), orderId }, undefined);
    if (status === 'PENDING') continue;
    await stores.reservations.raw.insert(
      { status: 'RESERVED', orderId, lines, requestedAt: at, decidedAt: at },
      undefined,
    );
    await gateway.createSession({ orderId, amount: AMOUNT, currency: 'EUR', payBy: at, correlationId: 'c' });
    if (isPaid(status)) gateway.pay(sessionIdOf(orderId));
    await stores.payments.insert(paymentOf(status, orderId, at), undefined);
    if (isPaid(status)) await stores.tickets.insert(ticketOf(status, orderId, at), undefined);
  }
};

const isPaid = (status: OrderStatus): boolean => ['PAID', 'PREPARING', 'READY', 'COMPLETED'].includes(status);

const paymentOf = (status: OrderStatus, orderId: string, at: string): Payment => {
  const id = sessionIdOf(orderId);
  const terms = {
    orderId,
    customerId: 'alice',
    amount: AMOUNT,
    currency: 'EUR',
    payBy: at,
    requestedAt: at,
    correlationId: 'c',
    session: { id, url: `https://pay.example/${id}` },
  };
  if (isPaid(status)) return { ...terms, status: 'CAPTURED', capturedAt: at, refunds: [] };
  return status === 'AWAITING_PAYMENT'
    ? { ...terms, status: 'PENDING' }
    : { ...terms, status: 'CLOSED', closedAt: at };
};

const ticketOf = (status: OrderStatus, orderId: string, at: string): TicketRecord => {
  const facts = {
    orderId,
    customerId: 'alice',
    items: [{ productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 }],
    receivedAt: at,
  };
  if (status === 'PREPARING') return { ...facts, status, startedAt: at, confirmed: false };
  if (status === 'READY') return { ...facts, status, startedAt: at, readyAt: at };
  if (status === 'COMPLETED') return { ...facts, status, startedAt: at, readyAt: at, completedAt: at };
  return { ...facts, status: 'WAITING' };
};

export const inboxNames = Object.keys(inboxes) as readonly InboxName[];
