import { secondsBetween, type Clock } from '../../shared/kernel/clock.ts';
import {
  checkCancelled,
  isPayable,
  type CanaryOrder,
  type CanaryRun,
  type CanaryShop,
  type CanaryStep,
} from './domain/canary.ts';

/** How long the canary waits for the services to reserve the stock and make a payment link, or to release the stock. */
const PATIENCE_SECONDS = 15;
/**
 * The first pause before a read is repeated, in milliseconds. Each further pause is twice as long as the one before, up
 * to `LONGEST_PAUSE_MS`.
 */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/** The ports of the use case. */
export interface RunCanaryDependencies {
  /**
   * Reads the key, and returns a shop that signs its requests with the key.
   * @throws Error if there is no key.
   */
  readonly connect: () => Promise<CanaryShop>;
  readonly now: Clock;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Converts the result of a read to text, for an error. Leaves out the correlation id: it belongs to the read, and not
 * to the request whose effects the canary waits for.
 */
const textOf = (seen: unknown): string =>
  JSON.stringify(seen, (name, value: unknown) => (name === 'correlationId' ? undefined : value));

/**
 * Repeats a read until its result is as expected.
 * @throws Error if that takes too long, and any error of `read` or `isDone`.
 */
const until = async <Seen>(
  { now, wait }: Pick<RunCanaryDependencies, 'now' | 'wait'>,
  read: () => Promise<Seen>,
  isDone: (seen: Seen) => boolean,
): Promise<void> => {
  const start = now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const seen = await read();
    if (isDone(seen)) return;
    if (secondsBetween(start, now()) >= PATIENCE_SECONDS) {
      throw new Error(`After ${PATIENCE_SECONDS} seconds, it was still ${textOf(seen)}`);
    }
    await wait(pause);
  }
};

/**
 * Does what a customer does, up to the payment:
 * 1. place an order for one unit of the canary's product;
 * 2. wait until the order has reserved stock and a payment link;
 * 3. cancel the order, and read it back;
 * 4. wait until the unit can be ordered again.
 *
 * A failed request is not retried, so it makes the run fail. A run that fails tries to cancel its order, unless step 3
 * has cancelled it. An open order would count towards the limit of unpaid orders in the next run.
 * @returns how the run ended; never throws
 */
export const runCanary =
  (ports: RunCanaryDependencies) =>
  async (runId: string): Promise<CanaryRun> => {
    const start = ports.now();
    let step: CanaryStep = 'read-key';
    let shop: CanaryShop | undefined;
    let orderId: string | undefined;
    let isOpen = false;
    /**
     * The result of the request whose effects the canary waits for. The request's correlation id is in the log lines of
     * all services.
     */
    let waitsFor: CanaryOrder | undefined;
    try {
      shop = await ports.connect();
      const connected = shop;

      step = 'read-stock';
      const before = await connected.available();
      if (before < 1) throw new Error('The product of the canary is sold out');

      step = 'place-order';
      waitsFor = await connected.place(`canary-${runId}`);
      const placed = waitsFor.orderId;
      orderId = placed;
      isOpen = true;

      step = 'offer-payment';
      await until(ports, () => connected.load(placed), isPayable);

      step = 'cancel-order';
      waitsFor = await connected.cancel(placed);
      checkCancelled(waitsFor);
      isOpen = false;

      step = 'read-back';
      checkCancelled(await connected.load(placed));

      step = 'release-stock';
      await until(
        ports,
        () => connected.available(),
        (available) => available >= before,
      );
      return { outcome: 'succeeded', orderId, seconds: secondsBetween(start, ports.now()) };
    } catch (error) {
      const isLeftOpen = isOpen && shop !== undefined && !(await isCancelled(shop, orderId));
      const message = error instanceof Error ? error.message : String(error);
      const reason = `${message}${traceOf(message, waitsFor)}`;
      return { outcome: 'failed', step, reason, ...(orderId === undefined ? {} : { orderId }), isLeftOpen };
    }
  };

/**
 * The correlation id of the last request that changed the order, unless the message already contains a correlation id.
 */
const traceOf = (message: string, changed: CanaryOrder | undefined): string =>
  changed?.correlationId === undefined || message.includes('correlation id')
    ? ''
    : ` (correlation id ${changed.correlationId})`;

/** Tries to cancel an order, whatever its status is. True if the order is then cancelled, or if there is no order. */
const isCancelled = async (shop: CanaryShop, orderId: string | undefined): Promise<boolean> => {
  if (orderId === undefined) return true;
  try {
    return (await shop.cancel(orderId)).status === 'CANCELLED';
  } catch {
    return false;
  }
};
