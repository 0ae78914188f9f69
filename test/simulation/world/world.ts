import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { uuidV7 } from '../../../shared/kernel/ids.ts';
import { createFaults, type FaultRates, type Faults } from '../kernel/faults.ts';
import { createKernel, type Kernel } from '../kernel/kernel.ts';
import { createPortMaker, type PortMaker } from '../kernel/ports.ts';
import { seededRandom, type Random } from '../kernel/random.ts';
import { keptTrace, noTrace, type Trace } from '../kernel/trace.ts';
import type { Configuration } from './configuration.ts';

/** What all parts of a simulation share: clock, faults, randomness, trace and settings. */
export interface World {
  readonly configuration: Configuration;
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly ports: PortMaker;
  /** Randomness for latencies, delays and the actors. Faults and ids have their own generators. */
  readonly random: Random;
  readonly trace: Trace;
  /** The upper limit, in milliseconds, for the delay of a late message, webhook or refund. */
  readonly longestDelayMs: number;
  readonly newId: () => string;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Gives an order a short name, e.g. `order-3`, and returns it. */
  nameOrder(orderId: string): string;
  orderName(orderId: string): string;
  /** Formats a message for the trace, as its type and order, or as its id if it has no order. */
  describe(message: QueueMessage): string;
}

/** Creates an empty world. `rates` are the configuration's fault rates, possibly with some set to zero. */
export const createWorld = (
  seed: number,
  configuration: Configuration,
  rates: FaultRates,
  withTrace: boolean,
): World => {
  const kernel = createKernel();
  const root = seededRandom(seed);
  const random = root.fork(1);
  const trace = withTrace ? keptTrace(kernel.elapsed) : noTrace;
  const faults = createFaults(rates, root.fork(2));
  const { latency, periods } = configuration;
  const ports = createPortMaker({ kernel, faults, random, latency, trace });
  const ids = root.fork(3);
  const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => ids.below(256));
  const names = new Map<string, string>();
  const orderName = (orderId: string): string => names.get(orderId) ?? orderId;

  return {
    configuration,
    kernel,
    faults,
    ports,
    random,
    trace,
    longestDelayMs: Math.floor(periods.paymentWindowSeconds * 1500),
    newId: () => uuidV7(kernel.milliseconds(), randomBytes(10)),
    randomBytes,
    nameOrder: (orderId) => {
      const name = names.get(orderId) ?? `order-${names.size + 1}`;
      names.set(orderId, name);
      return name;
    },
    orderName,
    describe: ({ type, data, id }) => {
      const { orderId } = data as { readonly orderId?: unknown };
      return typeof orderId === 'string' ? `${type}(${orderName(orderId)})` : id;
    },
  };
};
