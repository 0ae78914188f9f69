import type { Simulation, Steps } from './engine.ts';
import { singleItem, type DrawLatency, type Quantiles } from './latency.ts';

/** Units a second that one partition of DynamoDB delivers (developer guide, bp-partition-key-design.html). */
export const WRITE_UNITS_PER_SECOND = 1000;
export const READ_UNITS_PER_SECOND = 3000;

/** The partition that the stock item is on, and the items beside it that every order needs. */
export interface HotPartition {
  /**
   * One call that writes: the request travels, waits until the partition has units for it, takes effect and travels back.
   * @param effect what it does to the item, at one moment. @returns what the effect answered.
   */
  write<Answer>(units: () => number, effect: () => Answer): Steps<Answer>;
  /** One strongly consistent read. */
  read<Answer>(effect: () => Answer): Steps<Answer>;
  /**
   * A transaction of so many items, one of them the stock item. It prepares the item, holds it, commits. Whatever else
   * writes the item meanwhile is refused.
   * @returns whether it was carried out; `conflict` when another one held the item.
   */
  transact(items: Quantiles, effect: () => void): Steps<'done' | 'conflict'>;
  /** Write units consumed so far. */
  consumed(): number;
}

/** Units are handed out at a constant rate, in the order of arrival. A partition's burst credit is left out. */
const meteredLine = (simulation: Simulation, perSecond: number) => {
  let free = 0;
  return (units: number): number => {
    const start = Math.max(simulation.now(), free);
    free = start + (units * 1000) / perSecond;
    return start - simulation.now();
  };
};

/**
 * A transaction's coordinator records it, prepares all items, records the decision, commits all items (Idziorek et al.,
 * "Distributed Transactions at Scale in Amazon DynamoDB", USENIX ATC 2023). The stock item is held from its own prepare to
 * its own commit. Ahead of that is a journey and one durable record, which is what a single write takes; behind it, the way
 * back. So all that a transaction of many items takes longer, it holds the item longer.
 */
const MOST_AHEAD = 0.4;

/** One partition with its limits. */
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

/** A call to an item on another partition, which nothing else wants: it just takes its time. */
export function* elsewhere(draw: DrawLatency): Steps {
  yield draw(singleItem);
}
