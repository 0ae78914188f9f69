import type { Simulation, Steps } from './engine.ts';
import { singleItem, type DrawLatency, type Quantiles } from './latency.ts';

/** Units in a second that one DynamoDB partition provides (developer guide, bp-partition-key-design.html). */
export const WRITE_UNITS_PER_SECOND = 1000;
export const READ_UNITS_PER_SECOND = 3000;

/** The partition that holds the stock item. Every order of the product needs this item. */
export interface HotPartition {
  /**
   * A write: the request travels, waits until the partition has enough units, and takes effect. Then the response
   * travels back.
   * @param effect the atomic change of the item
   * @returns the result of the effect
   */
  write<Answer>(units: () => number, effect: () => Answer): Steps<Answer>;
  /** A strongly consistent read. */
  read<Answer>(effect: () => Answer): Steps<Answer>;
  /**
   * A transaction that includes the stock item. It prepares the item and later commits. In between, the transaction
   * holds the item: DynamoDB refuses all other transactions on the item.
   * @param items the latencies of the transaction, which depend on its number of items
   * @returns `conflict` if another transaction held the item
   */
  transact(items: Quantiles, effect: () => void): Steps<'done' | 'conflict'>;
  /** Write units consumed so far. */
  consumed(): number;
}

/**
 * Provides capacity units at a constant rate, in the order of requests. Burst capacity is left out.
 * @returns a function that takes the units of a request, and returns how many milliseconds the request waits for them
 */
const meteredLine = (simulation: Simulation, perSecond: number) => {
  let free = 0;
  return (units: number): number => {
    const start = Math.max(simulation.now(), free);
    free = start + (units * 1000) / perSecond;
    return start - simulation.now();
  };
};

/**
 * How DynamoDB runs a transaction: a coordinator records it, prepares all items, records the decision and commits all
 * items (Idziorek et al., "Distributed Transactions at Scale in Amazon DynamoDB", USENIX ATC 2023). The transaction
 * holds the stock item from the item's prepare to its commit. Assumptions: the time before the prepare is that of a
 * single write, but at most this share of the transaction's time. The time after the commit is half the time before the
 * prepare.
 */
const MOST_AHEAD = 0.4;

export const hotPartition = (simulation: Simulation, draw: DrawLatency): HotPartition => {
  const writeLine = meteredLine(simulation, WRITE_UNITS_PER_SECOND);
  const readLine = meteredLine(simulation, READ_UNITS_PER_SECOND);
  let held = false;
  let consumed = 0;

  return {
    *write(units, effect) {
      const latency = draw(singleItem);
      yield latency / 2;
      const charged = units();
      consumed += charged;
      yield writeLine(charged);
      const answer = effect();
      yield latency / 2;
      return answer;
    },
    *read(effect) {
      const latency = draw(singleItem);
      yield latency / 2;
      yield readLine(1);
      const answer = effect();
      yield latency / 2;
      return answer;
    },
    *transact(items, effect) {
      const whole = draw(items);
      const ahead = Math.min(draw(singleItem), MOST_AHEAD * whole);
      const behind = ahead / 2;
      yield ahead;
      consumed += 1;
      yield writeLine(1);
      if (held) {
        yield whole - ahead;
        return 'conflict';
      }
      held = true;
      yield whole - ahead - behind;
      consumed += 1;
      yield writeLine(1);
      effect();
      held = false;
      yield behind;
      return 'done';
    },
    consumed: () => consumed,
  };
};

/** A request for an item on another partition, which has enough capacity. */
export function* elsewhere(draw: DrawLatency): Steps {
  yield draw(singleItem);
}
