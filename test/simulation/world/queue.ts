import type { Message } from '../../../shared/events/envelope.ts';
import type { ProcessBatch } from '../../../shared/messaging/batch.ts';
import type { Disposition } from '../../../shared/messaging/disposition.ts';
import type { Invocation } from '../kernel/kernel.ts';
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
  /** A worker begins with it. */
  onDelivered?(message: Message): void;
  /** It was acknowledged by its worker, and is gone unless the acknowledgement is lost. */
  onAcknowledged?(message: Message, work: Invocation): void;
  /** It comes again although its worker had done with it. */
  onAcknowledgementLost?(message: Message): void;
  /** It will not come again: acknowledged, or given up. */
  onGone?(message: Message): void;
  /** It rests in the dead-letter queue. */
  onRested?(message: Message): void;
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
  /** Messages that one worker takes together at the most. */
  readonly batchSize: number;
  readonly process: ProcessBatch;
  /** What a mutant makes of a disposition. */
  readonly conclude: (disposition: Disposition, body: string) => Disposition;
  readonly listeners: readonly QueueListener[];
}

interface Held {
  readonly message: Message;
  readonly body: string;
  receives: number;
}

type Ending = 'acknowledged' | 'given-up' | 'again';

/**
 * A queue: each message is delivered at least once, in no certain order, and comes again after its visibility timeout
 * until it is acknowledged or given up, by the function's shell or by the redrive policy.
 */
export const createQueue = (parts: QueueParts): SimulatedQueue => {
  const { name, world, batchSize, process, conclude, listeners } = parts;
  const { kernel, faults, ports, random, trace } = world;
  const { maxReceives, visibilityMs, functionTimeoutMs } = world.configuration.messaging;
  let resting: RestingMessage[] = [];
  let visible: Held[] = [];

  const rest = ({ message, body }: Held, code: string): void => {
    trace.note(() => `${name}: ${world.describe(message)} rests in the dead-letter queue (${code})`);
    resting.push({ message, body, code });
    for (const listener of listeners) listener.onRested?.(message);
  };

  /** What the shells do about a message that was processed: the same, in the same order. */
  const settle = async (held: Held, disposition: Disposition | undefined): Promise<Ending> => {
    if (disposition === undefined) return 'again';
    const result = conclude(disposition, held.body);
    if (result.outcome === 'acknowledge') return 'acknowledged';
    const { code } = result.error;
    trace.note(() => `${name}: ${world.describe(held.message)} failed (${code}), receive ${held.receives}`);
    if (result.outcome === 'retry') return 'again';
    await ports.make(`${name}-dlq.send`, 'write', async () => rest(held, code));
    return 'given-up';
  };

  /** What `inboxHandler` and `batchHandler` do: a message whose settling fails is reported as failed. */
  const handle = async (batch: readonly Held[]): Promise<readonly Ending[]> => {
    const dispositions = await process(
      batch.map(({ body, receives }) => ({ body, receive: { count: receives, max: maxReceives } })),
    );
    const [only] = batch;
    if (only !== undefined && batch.length === 1) return [await settle(only, dispositions[0])];
    const settled = await Promise.allSettled(batch.map((held, index) => settle(held, dispositions[index])));
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : 'again'));
  };

  const gone = (held: Held): void => {
    for (const listener of listeners) listener.onGone?.(held.message);
  };

  const again = (held: Held, startedAt: number): void => {
    const visibleAt = startedAt + visibilityMs + random.below(1000);
    kernel.after(Math.max(0, visibleAt - kernel.milliseconds()), () => arrive(held));
  };

  const end = (held: Held, ending: Ending, work: Invocation): void => {
    if (ending === 'again') return again(held, work.startedAt);
    if (ending === 'acknowledged') {
      for (const listener of listeners) listener.onAcknowledged?.(held.message, work);
    }
    if (!faults.strikes('acknowledgement-lost')) return gone(held);
    trace.note(() => `${name}: FAULT acknowledgement of ${world.describe(held.message)} lost`);
    for (const listener of listeners) listener.onAcknowledgementLost?.(held.message);
    return again(held, work.startedAt);
  };

  const take = (batch: readonly Held[]): void => {
    const [first] = batch;
    if (first === undefined) return;
    for (const { message } of batch) for (const listener of listeners) listener.onDelivered?.(message);
    const about = batch.map(({ message }) => world.describe(message)).join(', ');
    let work: Invocation | undefined;
    kernel.start({
      name: `${name} ${about}`,
      cause: first.message.type,
      ...(batch.length === 1 ? { messageId: first.message.id } : {}),
      timeoutMs: functionTimeoutMs,
      run: () => {
        work = kernel.active();
        return handle(batch);
      },
      end: (outcome) => {
        if (work === undefined) return;
        if (outcome.kind === 'died') trace.note(() => `${name}: worker of ${about} died`);
        for (const [index, held] of batch.entries()) {
          end(held, outcome.kind === 'answered' ? (outcome.value[index] ?? 'again') : 'again', work);
        }
      },
    });
  };

  /** A message becomes visible: it is taken at once, or with others that arrive in the same moment. */
  const arrive = (held: Held): void => {
    held.receives += 1;
    if (held.receives > maxReceives) {
      rest(held, 'unknown');
      return gone(held);
    }
    if (batchSize === 1) return take([held]);
    visible.push(held);
    if (visible.length > 1) return undefined;
    return kernel.after(random.below(200), poll);
  };

  const poll = (): void => {
    const batch = visible.slice(0, batchSize);
    visible = visible.slice(batchSize);
    if (visible.length > 0) kernel.after(1, poll);
    take(batch);
  };

  const put = (message: Message, body: string, delayMs: number, twice: boolean): void => {
    for (const listener of listeners) listener.onSent?.(message, twice);
    const late = faults.strikes('delivered-late') ? random.below(world.longestDelayMs) : 0;
    if (late > 0) trace.note(() => `${name}: FAULT ${world.describe(message)} is late by ${late} ms`);
    kernel.after(delayMs + late + 1 + random.below(50), () => arrive({ message, body, receives: 0 }));
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
