import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { playAdmin, playRefunds, refundByHand, sweep, sweepPayments } from './actors/admin.ts';
import { playCustomer, playErasures, tellContacts } from './actors/customer.ts';
import { drawPlan, type OrderPlan } from './actors/plan.ts';
import { cancelByStaff, finishTickets, playKitchen } from './actors/staff.ts';
import { observe } from './invariants/invariants.ts';
import { noFaults, type FaultKind } from './kernel/faults.ts';
import { guardAgainstTheMachine } from './kernel/guard.ts';
import type { Violation } from './kernel/kernel.ts';
import { seededRandom } from './kernel/random.ts';
import type { Mutant } from './mutants/mutant.ts';
import { drawConfiguration } from './world/configuration.ts';
import type { Coverage } from './world/coverage.ts';
import type { RestingMessage } from './world/queue.ts';
import { createShop, type Shop } from './world/shop.ts';
import { createWorld } from './world/world.ts';

export interface SimulationOptions {
  readonly mutant?: Mutant;
  /** The numbers of the orders to simulate. Default: all. */
  readonly only?: ReadonlySet<number>;
  /** Kinds of faults that are not injected. */
  readonly without?: ReadonlySet<FaultKind>;
  readonly trace?: boolean;
  /** Called with every event that the bus accepts, including repetitions. */
  readonly onPublished?: (event: QueueMessage) => void;
}

export interface SimulationResult {
  readonly seed: number;
  readonly climate: string;
  /** The numbers of the planned orders. */
  readonly orders: readonly number[];
  readonly violation: Violation | undefined;
  readonly steps: number;
  /** A hash of all steps and their times. Two runs with different hashes did different things. */
  readonly digest: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly coverage: Coverage;
  readonly trace: readonly string[];
}

/**
 * The chaos phase ends after this many steps at the latest. Without a limit, worlds with many repetitions would run too
 * long.
 */
const MAX_CHAOS_STEPS = 30_000;
/**
 * A round of the drain phase that needs more steps than this counts as endless, and violates the invariant `liveness`.
 */
const MAX_STEPS = 200_000;
/** The drain phase may take this many rounds of redriving dead letters and finishing open work. */
const MAX_ROUNDS = 40;

/**
 * Simulates the world of one seed, in three phases:
 * 1. Chaos: all actors follow their plan while faults are injected.
 * 2. Drain: no more faults are injected. Dead letters are redriven and open work is finished until nothing is left.
 * 3. Close: the invariants for the end of a run are checked.
 *
 * The other invariants are checked during all phases. The same seed and options give the same result on every machine.
 */
export const simulate = async (seed: number, options: SimulationOptions = {}): Promise<SimulationResult> => {
  const random = seededRandom(seed).fork(4);
  const configuration = drawConfiguration(random);
  const plan = drawPlan(random, configuration, options.only);
  const rates = noFaults();
  for (const [kind, rate] of Object.entries(configuration.rates) as [FaultKind, number][]) {
    rates[kind] = options.without?.has(kind) ? 0 : rate;
  }
  const world = createWorld(seed, configuration, rates, options.trace === true);
  const coverage: Coverage = new Map();
  const shop = createShop(world, coverage, options.mutant);
  if (options.onPublished !== undefined) shop.listeners.published.push(options.onPublished);
  const { kernel, faults, trace } = world;
  const removeGuard = guardAgainstTheMachine();
  try {
    const books = observe(shop, { plan, needsAPerson });
    const plans = new Map<string, OrderPlan>();
    playAdmin(shop, plan);
    await tellContacts(shop, plan);
    playKitchen(shop, (orderId) => plans.get(orderId));
    for (const order of plan.orders) {
      const orderId = playCustomer(shop, order, (placed) => {
        playRefunds(shop, order, placed);
        if (order.staffCancelsMs !== undefined) {
          kernel.after(order.staffCancelsMs, () => cancelByStaff(shop, placed));
        }
      });
      plans.set(orderId, order);
    }
    playErasures(shop, plan);
    for (const at of plan.redrivesMs) kernel.at(at, () => void redrive(shop));

    const { rushMs, periods } = configuration;
    const chaosMs = rushMs + periods.paymentWindowSeconds * 2500 + 60_000;
    await kernel.run(MAX_CHAOS_STEPS, chaosMs);
    trace.note(() => '--- faults stop ---');
    faults.stop();
    const isQuiet = await drain(shop, (orderId) => plans.get(orderId)?.kitchen !== 'never');
    if (!isQuiet) kernel.fail('liveness', 'the world does not come to rest');
    books.close();
  } finally {
    removeGuard();
  }
  return {
    seed,
    climate: configuration.climate,
    orders: plan.orders.map(({ number }) => number),
    violation: kernel.violation(),
    steps: kernel.steps(),
    digest: kernel.digest(),
    faults: faults.counts,
    coverage,
    trace: trace.lines,
  };
};

/** A webhook that contradicts its payment can never be processed, so a person must look at its dead letter. */
const needsAPerson = ({ code }: RestingMessage): boolean => code === 'payment.not-this-payment';

const redrive = (shop: Shop): number => {
  const moved = [...shop.queues.values()].map((queue) => queue.redrive(needsAPerson));
  return moved.reduce((sum, count) => sum + count, shop.bus.redrive());
};

/** Runs the drain phase. Returns false if work is left after the last round, or if a round is endless. */
const drain = async (shop: Shop, isMeant: (orderId: string) => boolean): Promise<boolean> => {
  const { kernel } = shop.world;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!(await kernel.run(MAX_STEPS))) return kernel.violation() !== undefined;
    const left =
      redrive(shop) +
      finishTickets(shop, isMeant) +
      refundByHand(shop, round) +
      sweep(shop) +
      sweepPayments(shop);
    // Lost webhooks are sent again only when no other work is left. Until then, the sweep of payments must find all
    // changes that it can find.
    if (left === 0 && shop.provider.resendLost() === 0) return true;
  }
  return false;
};
