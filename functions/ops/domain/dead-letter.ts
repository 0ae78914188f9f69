import type { Instant } from '../../../shared/kernel/clock.ts';
import type { PlatformQueue } from './platform.ts';

/** A message in a dead-letter queue. */
export interface DeadLetter {
  /** SQS's id of the message. */
  readonly messageId: string;
  /** SQS needs this handle to release or remove the message. It is valid until the message is visible again. */
  readonly receiptHandle: string;
  readonly body: string;
  /** The string values of the message attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly receiveCount: number;
  readonly sentAt: Instant;
}

/** Why a message was moved to the dead-letter queue. */
export interface DeadLetterCause {
  /** An explanation for people. */
  readonly cause: string;
  /** A stable code such as `message.invalid`, or an AWS error code. */
  readonly code: string;
  /** The inbox, relay or rule that could not process the message. */
  readonly source: string;
}

/** What a dead letter is about: only ids, no personal data. */
export interface DeadLetterSubject {
  readonly messageId: string;
  readonly type?: string;
  readonly eventId?: string;
  readonly correlationId?: string;
  readonly orderId?: string;
  /**
   * How many times the message was received before it was moved to the dead-letter queue. If this is not known: how
   * many times it was received in total.
   */
  readonly receiveCount: number;
  readonly sentAt: Instant;
}

/** The dead letters of one queue that have the same cause. */
export interface DeadLetterGroup extends DeadLetterCause {
  readonly queue: string;
  readonly count: number;
  readonly messages: readonly DeadLetterSubject[];
}

/** The result of sending a dead letter back. After `sent`, the message is stored durably at its destination. */
export type SendOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string };

/** Accesses the dead-letter queues. Each operation is one call with at most 10 messages. */
export interface DeadLetterQueues {
  /** Receives up to 10 messages and hides them for a minute, or until `release`. Empty if no message is visible. */
  receive(queue: PlatformQueue): Promise<readonly DeadLetter[]>;
  /** Makes messages visible again at once. */
  release(queue: PlatformQueue, letters: readonly DeadLetter[]): Promise<void>;
  /** Sends a message to its original destination, without the attributes that say why it failed. */
  sendBack(queue: PlatformQueue, letter: DeadLetter): Promise<SendOutcome>;
  remove(queue: PlatformQueue, letter: DeadLetter): Promise<void>;
  /** The approximate number of messages, including those in flight (received, and not visible at the moment). */
  depth(queue: PlatformQueue): Promise<number>;
}

/**
 * The attributes in which our Lambda handlers or EventBridge store why they gave up a message. A redrive sends the
 * message back without them.
 */
export const CAUSE_ATTRIBUTES: readonly string[] = [
  'cause',
  'code',
  'source',
  'receiveCount',
  'RULE_ARN',
  'TARGET_ARN',
  'ERROR_CODE',
  'ERROR_MESSAGE',
  'RETRY_ATTEMPTS',
  'EXHAUSTED_RETRY_CONDITION',
];

/**
 * The cause of a dead letter:
 * - our Lambda handlers add it to the messages that they give up;
 * - EventBridge adds it to an event that a rule could not deliver (user guide, "Using dead-letter queues");
 * - SQS adds nothing to a message that it moves by its redrive policy, for example because the function was killed or
 *   timed out. The cause is then `unknown`.
 */
export const causeOf = ({ attributes }: DeadLetter): DeadLetterCause => {
  const { cause, code, source, ERROR_CODE, ERROR_MESSAGE, RULE_ARN } = attributes;
  if (cause !== undefined || code !== undefined) {
    return { cause: cause ?? 'unknown', code: code ?? 'unknown', source: source ?? 'unknown' };
  }
  if (ERROR_CODE !== undefined || ERROR_MESSAGE !== undefined) {
    const rule = RULE_ARN?.split('/').at(-1);
    return {
      cause: ERROR_MESSAGE ?? 'unknown',
      code: ERROR_CODE ?? 'unknown',
      source: rule === undefined ? 'rule' : `rule ${rule}`,
    };
  }
  return { cause: 'unknown', code: 'unknown', source: 'unknown' };
};

/** The form of an id. Anything else in the place of an id is not shown, because it might be personal data. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:#/-]{0,255}$/;

/** What a message is about. Values that do not have the form of an id are left out. */
export const subjectOf = ({
  messageId,
  body,
  attributes,
  receiveCount,
  sentAt,
}: DeadLetter): DeadLetterSubject => {
  const outer = fieldsOf(parsedBody(body));
  const message = 'detail' in outer ? fieldsOf(outer['detail']) : outer;
  const ids = {
    type: message['type'],
    eventId: message['id'],
    correlationId: message['correlationId'],
    orderId: fieldsOf(message['data'])['orderId'],
  };
  const readable = Object.entries(ids).filter(([, id]) => typeof id === 'string' && ID.test(id));
  const before = Number(attributes['receiveCount']);
  return {
    messageId,
    ...Object.fromEntries(readable),
    receiveCount: Number.isInteger(before) && before > 0 ? before : receiveCount,
    sentAt,
  };
};

/** Parses the body of a dead letter. Returns `undefined` if it is not JSON. */
export const parsedBody = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Groups a queue's dead letters by cause. The most frequent cause comes first. */
export const groupByCause = (queue: string, letters: readonly DeadLetter[]): readonly DeadLetterGroup[] => {
  const groups = Object.values(Object.groupBy(letters, (letter) => JSON.stringify(causeOf(letter))));
  return groups
    .flatMap((members) => {
      const first = members?.[0];
      if (members === undefined || first === undefined) return [];
      const messages = members.map(subjectOf).sort((a, b) => a.sentAt.localeCompare(b.sentAt));
      return [{ queue, ...causeOf(first), count: members.length, messages }];
    })
    .sort((a, b) => b.count - a.count);
};
