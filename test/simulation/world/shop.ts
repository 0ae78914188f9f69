import { parseSesEvent } from '../../../functions/notifications/adapters/ses-feedback.ts';
import { services as serviceNames, type ServiceName } from '../../../shared/events/catalog.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { inboxes, type InboxName } from '../../../shared/events/subscriptions.ts';
import { consumer } from '../../../shared/messaging/consumer.ts';
import { outboxEvents, relay } from '../../../shared/messaging/relay.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { bySubscription, createBus, type SimulatedBus } from './bus.ts';
import { covering, deliveryCounter, type Coverage } from './coverage.ts';
import { deployed } from './deployment.ts';
import { createPorts, type Ports } from './ports.ts';
import { createProvider, type OnWebhook, type SimulatedProvider } from './provider.ts';
import { createQueue, type QueueListener, type SimulatedQueue } from './queue.ts';
import { createServices, MAX_AGE_DAYS, type Services } from './services.ts';
import { createStores, type StoreListener, type Stores } from './stores.ts';
import { createStream, type SimulatedStream } from './stream.ts';
import type { World } from './world.ts';

/** Functions that observe what happens in a shop. Invariants and actors add their functions to these lists. */
export interface Listeners {
  readonly store: StoreListener[];
  readonly queue: Readonly<Record<InboxName, QueueListener[]>>;
  readonly published: ((event: QueueMessage) => void)[];
  readonly told: ((channel: 'email' | 'sms') => void)[];
  readonly refused: ((channel: 'email' | 'sms') => void)[];
  readonly webhook: OnWebhook[];
}

/** All services of Orderly, with simulated stores, queues, bus, streams and payment provider. */
export interface Shop {
  readonly world: World;
  readonly stores: Stores;
  readonly provider: SimulatedProvider;
  readonly bus: SimulatedBus;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  readonly streams: ReadonlyMap<ServiceName, SimulatedStream>;
  readonly ports: Ports;
  readonly services: Services;
  readonly listeners: Listeners;
}

const inboxNames = Object.keys(inboxes) as readonly InboxName[];

/** The inboxes whose messages are processed in batches. */
const batched: readonly InboxName[] = ['inventory-inbox', 'inventory-reservations', 'insights-inbox'];

/** Wires the real code of all services to simulated ports. A `mutant` replaces some of the code with a planted bug. */
export const createShop = (world: World, coverage: Coverage, mutant?: Mutant): Shop => {
  const listeners: Listeners = {
    store: [],
    queue: Object.fromEntries(inboxNames.map((name) => [name, []])) as unknown as Listeners['queue'],
    published: [],
    told: [],
    refused: [],
    webhook: [],
  };
  const queues = new Map<string, SimulatedQueue>();
  const streams = new Map<ServiceName, SimulatedStream>();
  const stores = createStores(
    (service, key, change) => streams.get(service)?.tell(key, change),
    listeners.store,
  );
  const provider = createProvider(world);
  const bus = createBus({
    world,
    queues,
    subscribes: mutant?.subscribes ?? bySubscription,
    onPublished: (event) => {
      for (const listener of listeners.published) listener(event);
    },
  });
  const sound = createPorts({
    world,
    stores,
    provider,
    bus,
    queues,
    onTold: (channel) => {
      for (const listener of listeners.told) listener(channel);
    },
    onRefused: (channel) => {
      for (const listener of listeners.refused) listener(channel);
    },
  });
  const realPorts = covering(sound, world, coverage);
  const ports = mutant?.ports?.(realPorts, { world, stores, bus }) ?? realPorts;
  const realServices = createServices(world, ports);
  const services = mutant?.services?.(realServices, { world, ports, stores }) ?? realServices;

  const ageLimit = { now: world.kernel.now, maxDays: MAX_AGE_DAYS };
  for (const name of inboxNames) {
    const { batchSize } = world.configuration.messaging;
    queues.set(
      name,
      createQueue({
        name,
        world,
        batchSize: batched.includes(name) ? batchSize : 1,
        process:
          name === 'mail-feedback'
            ? consumer(name, {}, services.own[name], ageLimit, parseSesEvent)
            : deployed(
                name,
                world,
                consumer(name, services.reactions[name] as never, services.own[name], ageLimit),
              ),
        conclude: mutant?.conclude ?? ((disposition) => disposition),
        listeners: listeners.queue[name],
      }),
    );
  }
  for (const name of batched.filter((one) => one !== 'insights-inbox')) {
    listeners.queue[name].push(deliveryCounter(stores, coverage));
  }
  for (const service of serviceNames) {
    const eventsOf = service === 'inventory' ? services.inventoryEvents : outboxEvents;
    const run = relay({ bus: ports.bus, deadLetters: ports.relayDeadLetters, eventsOf });
    streams.set(service, createStream(service, world, run));
  }
  provider.connect(services.receiveWebhook, (report, signed) => {
    for (const listener of listeners.webhook) listener(report, signed);
  });
  return { world, stores, provider, bus, queues, streams, ports, services, listeners };
};
