import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { Consume, Disposition } from '../../../shared/messaging/consumer.ts';
import type { Invocation } from '../kernel/kernel.ts';
import type { World } from './world.ts';

/** A message in the dead-letter queue. */
export interface RestingMessage {
  readonly message: QueueMessage;
  readonly body: string;
  /** The error code, or `unknown` if SQS moved the message after its last receive. */
  readonly code: string;
}

export interface QueueListener {
  /** A message was sent. With `twice`, this is the second delivery of a message that was sent once. */
  onSent?(message: QueueMessage, twice: boolean): void;
  /** A worker starts to process the message. */
  onDelivered?(message: QueueMessage): void;
  /** The worker acknowledged the message. The message is deleted unless the acknowledgement is lost. */
  onAcknowledged?(message: QueueMessage, work: Invocation): void;
  /** SQS will deliver the message again although its worker was done with it, because the acknowledgement was lost. */
  onAcknowledgementLost?(message: QueueMessage): void;
  /** The message will not be redelivered: it was deleted or moved to the dead-letter queue. */
  onGone?(message: QueueMessage): void;
  /** The message was moved to the dead-letter queue. `results` contains the result of each receive, in order. */
  onRested?(message: QueueMessage, results: readonly string[]): void;
  onRedriven?(message: QueueMessage): void;
}

/** An SQS queue with a dead-letter queue, and the Lambda function that processes its messages. */
export interface SimulatedQueue {
  readonly name: string;
  /** Stores a message. It becomes visible after the delay. */
  send(message: QueueMessage, body: string, delayMs: number): void;
  readonly resting: readonly RestingMessage[];
  /**
   * Sends all dead letters to the queue again, except those that can never be processed (`isLost`).
   * @returns how many it sent.
   */
  redrive(isLost: (resting: RestingMessage) => boolean): number;
}

export interface QueueParts {
  readonly name: string;
  readonly world: World;
  /** The maximum number of messages that one worker receives together. */
  readonly batchSize: number;
  readonly process: Consume;
  /** Returns what happens to a processed message. Without a mutant (a planted bug), this is the given disposition. */
  readonly conclude: (disposition: Disposition, body: string) => Disposition;
  readonly listeners: readonly QueueListener[];
}

interface Held {
  readonly message: QueueMessage;
  readonly body: string;
  /**
   * The length of the chain of invocations that led to this message. Each invocation sent the message that triggered
   * the next one.
   */
  readonly chain: number;
  receives: number;
  /** How each receive ended: an error code, `acknowledged`, `died` or `not-invoked`. */
  readonly results: string[];
  /** Whether Lambda refuses to invoke the function for the message. Undefined until that is decided. */
  isStopped?: boolean;
}

type Ending = 'acknowledged' | 'given-up' | 'again';

/**
 * A queue with at-least-once delivery in no particular order. A message is redelivered after its visibility timeout
 * until it is acknowledged or dead-lettered, either by the Lambda function or by the queue's redrive policy.
 */
export const createQueue = (parts: QueueParts): SimulatedQueue => {
  const { name, world, batchSize, process, conclude, listeners } = parts;
  const { kernel, faults, ports, random, trace } = world;
  const { maxReceives, visibilityMs, functionTimeoutMs, chainLimit } = world.configuration.messaging;
  let resting: RestingMessage[] = [];
  let visible: Held[] = [];

  const rest = ({ message, body, results }: Held, code: string): void => {
    trace.note(() => `${name}: ${world.describe(message)} moves to the dead-letter queue (${code})`);
    resting.push({ message, body, code });
    for (const listener of listeners) listener.onRested?.(message, results);
  };

  /** Acknowledges, retries or dead-letters a processed message, in the same steps as the Lambda handlers. */
  const settle = async (held: Held, disposition: Disposition | undefined): Promise<Ending> => {
    if (disposition === undefined) return 'again';
    const result = conclude(disposition, held.body);
    if (result.outcome === 'acknowledge') return 'acknowledged';
    const { code } = result.error;
    held.results.push(code);
    trace.note(() => `${name}: ${world.describe(held.message)} failed (${code}), receive ${held.receives}`);
    if (result.outcome === 'retry') return 'again';
    await ports.make(`${name}-dlq.send`, 'write', async () => rest(held, code));
    return 'given-up';
  };

  /** Works like `inboxHandler`: a message that cannot be sent to the dead-letter queue is reported as failed. */
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
      held.results.push('acknowledged');
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
      chain: 1 + Math.max(...batch.map(({ chain }) => chain)),
      timeoutMs: functionTimeoutMs,
      run: () => {
        work = kernel.active();
        return handle(batch);
      },
      end: (outcome) => {
        if (work === undefined) return;
        if (outcome.kind === 'died') {
          trace.note(() => `${name}: worker of ${about} died`);
          for (const { results } of batch) results.push('died');
        }
        for (const [index, held] of batch.entries()) {
          end(held, outcome.kind === 'answered' ? (outcome.value[index] ?? 'again') : 'again', work);
        }
      },
    });
  };

  /** Whether Lambda stops the chain at this message. The decision is made only one time for each message. */
  const isStopped = (held: Held): boolean => {
    if (held.chain < chainLimit) return false;
    held.isStopped ??= faults.strikes('chain-stopped');
    return held.isStopped && faults.active();
  };

  /** Makes a message visible. A worker receives it at once, or together with others that become visible soon. */
  const arrive = (held: Held): void => {
    held.receives += 1;
    if (held.receives > maxReceives) {
      rest(held, 'unknown');
      return gone(held);
    }
    if (isStopped(held)) {
      trace.note(() => `${name}: FAULT no invocation for ${world.describe(held.message)}`);
      held.results.push('not-invoked');
      return again(held, kernel.milliseconds());
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

  const put = (message: QueueMessage, body: string, delayMs: number, twice: boolean): void => {
    const chain = ports.acting()?.chain ?? 0;
    for (const listener of listeners) listener.onSent?.(message, twice);
    const late = faults.strikes('delivered-late') ? random.below(world.longestDelayMs) : 0;
    if (late > 0) trace.note(() => `${name}: FAULT ${world.describe(message)} is late by ${late} ms`);
    kernel.after(delayMs + late + 1 + random.below(50), () =>
      arrive({ message, body, chain, receives: 0, results: [] }),
    );
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
