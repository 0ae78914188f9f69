import type { Message } from '../../../shared/events/envelope.ts';
import type { Dispatch } from '../../../shared/messaging/dispatch.ts';
import type { Disposition, processMessage } from '../../../shared/messaging/disposition.ts';
import type { Invocation } from '../kernel/kernel.ts';
import type { Messaging } from './configuration.ts';
import type { World } from './world.ts';

/** A message that was given up. */
export interface RestingMessage {
  readonly message: Message;
  readonly body: string;
  /** Why; `unknown` where a worker died at the last receive and the redrive policy moved it. */
  readonly code: string;
}

/** Hears how each delivery went. */
export interface QueueListener {
  /** A message is on its way: sent, or delivered twice. */
  onSent?(message: Message, twice: boolean): void;
  /** It was acknowledged by its worker, and is gone unless the acknowledgement is lost. */
  onAcknowledged?(message: Message, work: Invocation): void;
  /** It comes again although its worker had done with it. */
  onAcknowledgementLost?(message: Message): void;
  /** It will not come again: acknowledged, or given up. */
  onGone?(message: Message): void;
  onRedriven?(message: Message): void;
}

/** A queue of the simulated world: SQS with a dead-letter queue and a function that takes its messages. */
export interface SimulatedQueue {
  readonly name: string;
  /** Takes a message in: durable when it returns. */
  send(message: Message, body: string, delayMs: number): void;
  readonly resting: readonly RestingMessage[];
  /** Sends back what rests, all but what `isLost` says will never be taken. @returns how many. */
  redrive(isLost: (resting: RestingMessage) => boolean): number;
}

/** What a queue is made of. */
export interface QueueParts {
  readonly name: string;
  readonly world: World;
  readonly messaging: Messaging;
  readonly dispatch: Dispatch;
  readonly process: typeof processMessage;
  readonly listeners: readonly QueueListener[];
}

interface Held {
  readonly message: Message;
  readonly body: string;
  receives: number;
}

/**
 * A queue: each message is delivered at least once, in no certain order, and comes again after its visibility timeout
 * until it is acknowledged or given up, by the function's shell or by the redrive policy.
 */
export const createQueue = (parts: QueueParts): SimulatedQueue => {
  const { name, world, messaging, dispatch, process, listeners } = parts;
  const { kernel, faults, ports, random, trace } = world;
  const { maxReceives, visibilityMs, functionTimeoutMs } = messaging;
  let resting: RestingMessage[] = [];

  const rest = ({ message, body }: Held, code: string): void => {
    trace.note(() => `${name}: ${world.describe(message)} rests in the dead-letter queue (${code})`);
    resting.push({ message, body, code });
  };

  /** What `inboxHandler` does about a message: the same decisions, in the same order. */
  const handle = async (held: Held): Promise<'acknowledged' | 'given-up' | 'again'> => {
    const receive = { count: held.receives, max: maxReceives };
    const result: Disposition = await process(dispatch, held.body, receive);
    if (result.outcome === 'acknowledge') return 'acknowledged';
    const { code } = result.error;
    trace.note(() => `${name}: ${world.describe(held.message)} failed (${code}), receive ${receive.count}`);
    if (result.outcome === 'retry') return 'again';
    await ports.make(`${name}-dlq.send`, 'write', async () => rest(held, code));
    return 'given-up';
  };

  const gone = (held: Held): void => {
    for (const listener of listeners) listener.onGone?.(held.message);
  };

  const again = (held: Held, startedAt: number): void => {
    const visibleAt = startedAt + visibilityMs + random.below(1000);
    kernel.after(Math.max(0, visibleAt - kernel.milliseconds()), () => deliver(held));
  };

  const deliver = (held: Held): void => {
    held.receives += 1;
    if (held.receives > maxReceives) {
      rest(held, 'unknown');
      return gone(held);
    }
    const { message } = held;
    const startedAt = kernel.milliseconds();
    let work: Invocation | undefined;
    kernel.start({
      name: `${name} ${world.describe(message)}`,
      cause: message.type,
      messageId: message.id,
      timeoutMs: functionTimeoutMs,
      run: () => {
        work = kernel.active();
        return handle(held);
      },
      end: (outcome) => {
        if (outcome.kind === 'died') trace.note(() => `${name}: worker of ${world.describe(message)} died`);
        if (outcome.kind !== 'answered' || outcome.value === 'again') return again(held, startedAt);
        if (work !== undefined && outcome.value === 'acknowledged') {
          for (const listener of listeners) listener.onAcknowledged?.(message, work);
        }
        if (faults.strikes('acknowledgement-lost')) {
          trace.note(() => `${name}: FAULT acknowledgement of ${world.describe(message)} lost`);
          for (const listener of listeners) listener.onAcknowledgementLost?.(message);
          return again(held, startedAt);
        }
        gone(held);
      },
    });
  };

  const put = (message: Message, body: string, delayMs: number, twice: boolean): void => {
    for (const listener of listeners) listener.onSent?.(message, twice);
    const late = faults.strikes('delivered-late') ? random.below(world.longestDelayMs) : 0;
    if (late > 0) trace.note(() => `${name}: FAULT ${world.describe(message)} is late by ${late} ms`);
    kernel.after(delayMs + late + 1 + random.below(50), () => deliver({ message, body, receives: 0 }));
  };

  return {
    name,
    get resting() {
      return resting;
    },
    send: (message, body, delayMs) => {
      put(message, body, delayMs, false);
      if (!faults.strikes('delivered-twice')) return;
      trace.note(() => `${name}: FAULT ${world.describe(message)} is delivered twice`);
      put(message, body, delayMs + random.below(2 * visibilityMs), true);
    },
    redrive: (isLost) => {
      const back = resting.filter((one) => !isLost(one));
      resting = resting.filter(isLost);
      for (const { message, body } of back) {
        trace.note(() => `${name}: ${world.describe(message)} is redriven`);
        for (const listener of listeners) listener.onRedriven?.(message);
        put(message, body, 0, false);
      }
      return back.length;
    },
  };
};
