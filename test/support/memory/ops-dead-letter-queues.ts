import {
  CAUSE_ATTRIBUTES,
  type DeadLetter,
  type DeadLetterQueues,
  type SendOutcome,
} from '../../../functions/ops/domain/dead-letter.ts';
import type { PlatformQueue } from '../../../functions/ops/domain/platform.ts';

/** A message that was sent back to a queue or to the bus. */
export interface SentBack {
  readonly to: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Resting extends DeadLetter {
  readonly hidden: boolean;
}

/**
 * Dead-letter queues in memory. As in SQS, a receipt handle is valid until the next receive. Unlike in SQS, a received
 * message stays hidden until it is released.
 */
export const memoryDeadLetterQueues = (now: () => string = () => '2026-03-01T10:00:00.000Z') => {
  const resting = new Map<string, Resting[]>();
  const sent: SentBack[] = [];
  let made = 0;
  let busAnswer: SendOutcome = { outcome: 'sent' };
  const lettersOf = ({ dlqUrl }: PlatformQueue): Resting[] => resting.get(dlqUrl) ?? [];
  const sameAs =
    ({ receiptHandle }: DeadLetter) =>
    (letter: Resting) =>
      letter.receiptHandle === receiptHandle;

  const queues: DeadLetterQueues = {
    receive: async (queue) => {
      const taken = lettersOf(queue)
        .filter(({ hidden }) => !hidden)
        .slice(0, 10);
      const received = taken.map(({ hidden: _hidden, ...letter }) => ({
        ...letter,
        receiptHandle: `handle-${(made += 1)}`,
        receiveCount: letter.receiveCount + 1,
      }));
      resting.set(queue.dlqUrl, [
        ...lettersOf(queue).filter((letter) => !taken.includes(letter)),
        ...received.map((letter) => ({ ...letter, hidden: true })),
      ]);
      return structuredClone(received);
    },
    release: async (queue, letters) => {
      const released = (letter: Resting) => letters.some((wanted) => sameAs(wanted)(letter));
      resting.set(
        queue.dlqUrl,
        lettersOf(queue).map((letter) => (released(letter) ? { ...letter, hidden: false } : letter)),
      );
    },
    sendBack: async (queue, { body, attributes }) => {
      if (queue.target === 'bus') {
        if (!body.startsWith('{')) {
          return { outcome: 'refused', code: 'message.invalid', reason: 'The message is no envelope' };
        }
        if (busAnswer.outcome === 'sent') sent.push({ to: 'bus', body, attributes: {} });
        return busAnswer;
      }
      const kept = Object.entries(attributes).filter(([name]) => !CAUSE_ATTRIBUTES.includes(name));
      sent.push({ to: queue.url ?? '', body, attributes: Object.fromEntries(kept) });
      return { outcome: 'sent' };
    },
    remove: async (queue, letter) => {
      const kept = lettersOf(queue).filter((other) => !sameAs(letter)(other));
      resting.set(queue.dlqUrl, kept);
    },
    depth: async (queue) => lettersOf(queue).length,
  };

  return {
    queues,
    sent,
    /** Adds a dead letter and returns its id. */
    put: (queue: PlatformQueue, body: string, attributes: Readonly<Record<string, string>> = {}): string => {
      const messageId = `message-${(made += 1)}`;
      const letter = { messageId, receiptHandle: '', body, attributes, receiveCount: 0, sentAt: now() };
      resting.set(queue.dlqUrl, [...lettersOf(queue), { ...letter, hidden: false }]);
      return messageId;
    },
    /** The number of visible messages of a queue. */
    visible: (queue: PlatformQueue): number => lettersOf(queue).filter(({ hidden }) => !hidden).length,
    /** Sets the outcome of all later events that are sent back to the bus. */
    busAnswers: (answer: SendOutcome): void => {
      busAnswer = answer;
    },
  };
};
