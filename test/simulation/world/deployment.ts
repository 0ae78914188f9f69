import type { Consume, ReceivedMessage } from '../../../shared/messaging/consumer.ts';
import { parseMessage } from '../../../shared/messaging/message.ts';
import type { World } from './world.ts';

/** A type of message that old workers do not know (`type`), or whose current version they do not know (`version`). */
interface Novelty {
  readonly type: string;
  readonly unknown: 'type' | 'version';
  /** When the last old worker is replaced, in milliseconds of the simulated clock. */
  readonly until: number;
}

/** Gives the message a type or a version that no code knows. */
const asUnknown = (received: ReceivedMessage, unknown: Novelty['unknown']): ReceivedMessage => {
  const message = parseMessage(received.body);
  const newer = unknown === 'type' ? { type: `Newer${message.type}` } : { version: message.version + 1 };
  return { ...received, body: JSON.stringify({ ...message, ...newer }) };
};

/**
 * Wraps a queue's consumer, so that its workers are deployed anew at most once in a simulation. During the deployment,
 * about half of the workers are old ones. For an old worker, messages of one type get an unknown type or version, and
 * the real consumer decides what to do with them.
 *
 * If a message is first received during the deployment, the deployment ends before the message's last receive.
 */
export const deployed = (
  name: string,
  { kernel, faults, random, trace, configuration }: World,
  consume: Consume,
) => {
  const { maxReceives, visibilityMs } = configuration.messaging;
  let novelty: Novelty | undefined;

  const beginWith = (received: readonly ReceivedMessage[]): void => {
    const [first] = received;
    if (novelty !== undefined || first === undefined || !faults.strikes('message-unknown')) return;
    const { type } = parseMessage(first.body);
    const unknown = random.pick(['type', 'version'] as const);
    const until = kernel.milliseconds() + random.below((maxReceives - 1) * visibilityMs);
    novelty = { type, unknown, until };
    trace.note(() => `${name}: FAULT a deployment begins; old workers do not know the ${unknown} of ${type}`);
  };

  const process: Consume = (received, decided) => {
    beginWith(received);
    const isOld =
      novelty !== undefined && faults.active() && kernel.milliseconds() < novelty.until && random.chance(0.5);
    if (novelty === undefined || !isOld) return consume(received, decided);
    const { type, unknown } = novelty;
    const seen = received.map((one) =>
      parseMessage(one.body).type === type ? asUnknown(one, unknown) : one,
    );
    return consume(seen, decided);
  };
  return process;
};
