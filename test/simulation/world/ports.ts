import {
  refusalOf,
  sesRefusals,
  snsRefusals,
  type Refusals,
} from '../../../functions/notifications/adapters/provider-refusals.ts';
import type { ContactStore } from '../../../functions/notifications/domain/contact.ts';
import type { MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import { parseSesEvent } from '../../../functions/notifications/adapters/ses-feedback.ts';
import type { Email, Mailer, SendResult, Texter } from '../../../functions/notifications/domain/providers.ts';
import {
  erasureTick,
  type Accounts,
  type ErasureStore,
  type ErasureTicks,
} from '../../../functions/orders/domain/erasure.ts';
import type { OrderStore, PriceList } from '../../../functions/orders/domain/ports.ts';
import { type Ticks, watchdogTick } from '../../../functions/orders/domain/watchdog.ts';
import type { ProductStore } from '../../../functions/inventory/domain/product.ts';
import type { BatchStore } from '../../../functions/inventory/group-commit/batch-store.ts';
import type { ReservationStore } from '../../../functions/inventory/domain/reservation.ts';
import type { Requeue } from '../../../functions/inventory/group-commit/grouping.ts';
import type { StockStore } from '../../../functions/inventory/domain/stock.ts';
import type { RowStore } from '../../../functions/insights/domain/row-store.ts';
import type { TicketStore } from '../../../functions/fulfilment/domain/ticket-store.ts';
import type { PaymentGateway } from '../../../functions/payments/domain/payment-gateway.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import type { OwnQueue, WebhookVerifier } from '../../../functions/payments/domain/webhook.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { Pause } from '../../../shared/kernel/contention.ts';
import type { EventPublisher, RelayDeadLetters } from '../../../shared/messaging/relay.ts';
import { publishFeedback } from '../../../simulators/mail/publish-feedback.ts';
import { memoryMailer, memoryTexter } from '../../support/memory/notifications-providers.ts';
import type { SimulatedBus } from './bus.ts';
import type { SimulatedProvider } from './provider.ts';
import type { SimulatedQueue } from './queue.ts';
import type { Stores } from './stores.ts';
import { simulatedVerifier } from './webhook-signature.ts';
import type { World } from './world.ts';

/** The simulated ports of all services. */
export interface Ports {
  readonly orders: OrderStore;
  readonly prices: PriceList;
  readonly ticks: Ticks;
  readonly erasures: ErasureStore;
  readonly accounts: Accounts;
  readonly erasureTicks: ErasureTicks;
  readonly products: ProductStore;
  readonly stock: StockStore;
  readonly reservations: ReservationStore;
  readonly batches: BatchStore;
  /** Sends an OrderCreated message to the inventory service again, after a delay. */
  readonly requeue: Requeue;
  readonly pause: Pause;
  readonly payments: PaymentStore;
  readonly gateway: PaymentGateway;
  readonly verifier: WebhookVerifier;
  readonly ownQueue: OwnQueue;
  readonly tickets: TicketStore;
  readonly insights: RowStore;
  readonly contacts: ContactStore;
  readonly log: MessageLog;
  readonly mailer: Mailer;
  readonly texter: Texter;
  readonly bus: EventPublisher;
  readonly relayDeadLetters: RelayDeadLetters;
}

/** The errors with which a provider refuses a recipient (`ofRecipient`) or Orderly's account (`ofAccount`). */
interface Answers {
  readonly refusals: Refusals;
  readonly ofRecipient: Error;
  readonly ofAccount: Error;
}

const answer = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const answersOfSes: Answers = {
  refusals: sesRefusals,
  ofRecipient: answer('MessageRejected', 'Address blacklisted.'),
  ofAccount: answer('MessageRejected', 'Sending paused for this account.'),
};
const answersOfSns: Answers = {
  refusals: snsRefusals,
  ofRecipient: answer('OptedOut', 'The number is opted out'),
  ofAccount: answer('AuthorizationError', 'Your account requires additional review'),
};

export interface PortParts {
  readonly world: World;
  readonly stores: Stores;
  readonly provider: Pick<SimulatedProvider, 'gateway'>;
  readonly bus: Pick<SimulatedBus, 'publish' | 'deadLetters'>;
  readonly queues: ReadonlyMap<string, Pick<SimulatedQueue, 'send'>>;
  /** Called with the channel of every message that the mail or text provider accepts. */
  readonly onTold: (channel: 'email' | 'sms') => void;
  /** Called with the channel of every message whose recipient a provider refuses because of an injected fault. */
  readonly onRefused: (channel: 'email' | 'sms') => void;
}

/** Creates the ports. Their operations are simulated calls, which take time and can fail like the real ones. */
export const createPorts = ({
  world,
  stores,
  provider,
  bus,
  queues,
  onTold,
  onRefused,
}: PortParts): Ports => {
  const { ports, kernel, random, faults } = world;
  const versioned = { load: 'read', insert: 'write', save: 'write' } as const;
  const mailer = memoryMailer();
  const texter = memoryTexter();

  const ticks: Ticks = {
    schedule: async (content, delaySeconds, trace) => {
      const tick = watchdogTick(content, kernel.now(), trace);
      queues.get('orders-watchdog')?.send(tick, JSON.stringify(tick), delaySeconds * 1000);
    },
  };
  const erasureTicks: ErasureTicks = {
    schedule: async (content, delaySeconds, trace) => {
      const tick = erasureTick(content, kernel.now(), trace);
      queues.get('orders-watchdog')?.send(tick, JSON.stringify(tick), delaySeconds * 1000);
    },
  };
  const ownQueue: OwnQueue = {
    send: async (message) => queues.get('payments-inbox')?.send(message, JSON.stringify(message), 0),
  };
  const requeue: Requeue = async (message) => {
    const delayMs = 1000 * (1 + random.below(2));
    queues.get('inventory-reservations')?.send(message as QueueMessage, JSON.stringify(message), delayMs);
  };
  /**
   * A mail or text provider that sometimes refuses the recipient or Orderly's account, with the errors of the real
   * provider. Calls `onTold` for each accepted message.
   */
  const telling = <Message>(
    channel: 'email' | 'sms',
    send: (message: Message) => Promise<SendResult>,
    { refusals, ofRecipient, ofAccount }: Answers,
  ) => ({
    send: async (message: Message): Promise<SendResult> => {
      if (faults.strikes('account-refused')) return refusalOf(ofAccount, refusals);
      if (faults.strikes('message-refused')) {
        onRefused(channel);
        return refusalOf(ofRecipient, refusals);
      }
      const sent = send(message);
      onTold(channel);
      return sent;
    },
  });

  /** Delivers a mail. Sometimes SES later reports a bounce or a complaint. */
  const deliverMail = (email: Email): Promise<SendResult> => {
    const fault = faults.strikesOneOf(['mail-bounced', 'mail-complained']);
    if (fault !== undefined) {
      const delayMs = random.below(60_000);
      const report = publishFeedback({
        publish: async ({ detail }) => {
          const body = JSON.stringify({ id: world.newId(), time: kernel.now(), detail });
          queues.get('mail-feedback')?.send(parseSesEvent(body), body, delayMs);
        },
        configurationSet: 'orderly-simulation',
        now: kernel.now,
        newId: world.newId,
      });
      const kind = fault === 'mail-bounced' ? 'bounce' : 'complaint';
      void report({ customerId: email.customerId, email: email.to, kind });
    }
    return mailer.send(email);
  };

  return {
    orders: ports.wrap('orders', stores.orders, { ...versioned, idsOfCustomer: 'read' }),
    prices: ports.wrap('prices', stores.prices, { find: 'read', record: 'write' }),
    ticks: ports.wrap('ticks', ticks, { schedule: 'write' }),
    erasures: ports.wrap('erasures', stores.erasures, versioned),
    accounts: ports.wrap('accounts', stores.accounts, { remove: 'write' }),
    erasureTicks: ports.wrap('erasure-ticks', erasureTicks, { schedule: 'write' }),
    products: ports.wrap('products', stores.products, {
      ...versioned,
      activeIds: 'read',
      inactiveIds: 'read',
    }),
    stock: ports.wrap('stock', stores.stock, { level: 'read', adjust: 'transaction' }),
    reservations: ports.wrap('reservations', stores.reservations, {
      load: 'read',
      reserve: 'transaction',
      insert: 'transaction',
      commit: 'transaction',
      save: 'transaction',
      release: 'transaction',
    }),
    batches: ports.wrap('batches', stores.batches, {
      putIntent: 'write',
      loadIntent: 'read',
      open: 'single-attempt',
      close: 'transaction',
      stock: 'read',
      stocks: 'read',
      insertRow: 'write',
      releaseRow: 'write',
      rows: 'read',
    }),
    requeue: ports.wrap('inventory-reservations', { requeue }, { requeue: 'write' }).requeue,
    pause: (attempt) =>
      kernel.call((call) =>
        kernel.after(random.below(20 << attempt), () => {
          if (!call.isOver()) call.answer(Promise.resolve());
        }),
      ),
    payments: ports.wrap('payments', stores.payments, { ...versioned, waiting: 'read' }),
    gateway: ports.wrap('provider', provider.gateway, {
      createSession: 'write',
      expireSession: 'write',
      refund: 'write',
      orderOf: 'read',
      statement: 'read',
    }),
    verifier: ports.wrap('verifier', simulatedVerifier, { verify: 'read' }),
    ownQueue: ports.wrap('payments-inbox', ownQueue, { send: 'write' }),
    tickets: ports.wrap('tickets', stores.tickets, versioned),
    insights: ports.wrap('insights', stores.insights, {
      loadMany: 'read',
      save: 'write',
      saveCounted: 'transaction',
    }),
    contacts: ports.wrap('contacts', stores.contacts, {
      load: 'read',
      loadEventuallyConsistent: 'read',
      stop: 'write',
      forget: 'write',
    }),
    log: ports.wrap('log', stores.log, { claim: 'write', record: 'write', forget: 'write' }),
    mailer: ports.wrap('mailer', telling('email', deliverMail, answersOfSes), { send: 'write' }),
    texter: ports.wrap('texter', telling('sms', texter.send, answersOfSns), { send: 'write' }),
    bus: ports.wrap('bus', { publish: bus.publish }, { publish: 'write' }),
    relayDeadLetters: ports.wrap('relay-dlq', bus.deadLetters, { send: 'write' }),
  };
};
