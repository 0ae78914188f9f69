import type { Instant } from '../../../shared/kernel/clock.ts';

/** A message as it rests in a dead-letter queue. */
export interface DeadLetter {
  /** SQS's id of the message. */
  readonly messageId: string;
  /** What to name it by when it is released or removed; good until it is visible again. */
  readonly receiptHandle: string;
  readonly body: string;
  /** The message attributes that are texts. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly receiveCount: number;
  readonly sentAt: Instant;
}

/** Why a message rests. */
export interface DeadLetterCause {
  /** For people. */
  readonly cause: string;
  /** Stable and dotted, or an AWS error code. */
  readonly code: string;
  /** Who gave it up. */
  readonly source: string;
}

/** What a dead letter is about: ids alone, never a person's data. */
export interface DeadLetterSubject {
  readonly messageId: string;
  readonly type?: string;
  readonly eventId?: string;
  readonly correlationId?: string;
  readonly orderId?: string;
  /** How often it was received before it came to rest, as far as that is known. */
  readonly receiveCount: number;
  readonly sentAt: Instant;
}

/** Dead letters of one queue with one cause. */
export interface DeadLetterGroup extends DeadLetterCause {
  readonly queue: string;
  readonly count: number;
  readonly messages: readonly DeadLetterSubject[];
}

/** The attributes by which a shell, or EventBridge, says why it gave a message up. A redriven message has none. */
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
 * Why a message rests: our shells say so, and so does EventBridge for what a rule could not deliver (user guide,
 * "Using dead-letter queues"). What the redrive policy moved, after its worker was killed or ran out of time, bears
 * nothing.
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

/** Ids are short and plain; whatever else a broken message has in their place is not shown. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:#/-]{0,255}$/;

/** What a message is about, as far as it can be read. */
export const subjectOf = ({
  messageId,
  body,
  attributes,
  receiveCount,
  sentAt,
}: DeadLetter): DeadLetterSubject => {
  const outer = fieldsOf(parse(body));
  const envelope = 'detail' in outer ? fieldsOf(outer['detail']) : outer;
  const ids = {
    type: envelope['type'],
    eventId: envelope['id'],
    correlationId: envelope['correlationId'],
    orderId: fieldsOf(envelope['data'])['orderId'],
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

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Dead letters of a queue by their cause, the most frequent cause first. */
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
