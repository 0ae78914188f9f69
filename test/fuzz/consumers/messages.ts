import * as fc from 'fast-check';
import { eventSchemas, type EventType } from '../../../shared/events/catalog.ts';
import { QueueMessageSchema, versionOf } from '../../../shared/events/integration-event.ts';
import { inboxes, type Inbox, type InboxName } from '../../../shared/events/subscriptions.ts';
import type { OwnMessages } from '../../../shared/messaging/consumer.ts';
import { jsonSchemaOf, fromSchema, type JsonSchema } from '../values/from-schema.ts';
import { mutated, notJson, untouched, type Sample } from '../values/mutation.ts';
import { hostileValue } from '../values/hostile.ts';
import { known } from './known.ts';
import { sesEvents, sesSchema } from './ses-events.ts';

/** A generated message, and how often SQS has delivered it. */
export interface Message extends Sample {
  /** The attribute `ApproximateReceiveCount`, or `undefined` if the message lacks this attribute. */
  readonly receives: string | undefined;
}

/** The number of attempts after which an inbox of this test gives a message up. */
export const MAX_RECEIVES = 5;

type Schema = (typeof eventSchemas)[EventType];

/** The JSON Schema of a message whose data has the schema `data`. */
const declared = (data: JsonSchema): JsonSchema => {
  const envelope = jsonSchemaOf(QueueMessageSchema);
  return { ...envelope, properties: { ...envelope.properties, data } };
};

const trace = fc.constantFrom('request-1', 'OrderCreated:1', 'a b', '💥');

/** A message as services write it. */
const envelope = (type: string, data: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({
    id: fc.oneof(
      fc.constantFrom(`${type}:1`, `${type}:2`),
      fc.uuid().map((id) => `${type}:${id}`),
    ),
    type: fc.constant(type),
    version: fc.constant(versionOf(type)),
    time: fc
      .date({ min: new Date('2026-02-27'), max: new Date('2026-03-02'), noInvalidDate: true })
      .map((at) => at.toISOString()),
    correlationId: trace,
    causationId: trace,
    data,
  });

const sources = ['orderly.orders', 'orderly.payments', 'aws.ses', 'someone.else', ''] as const;

/** A message in an EventBridge event. Consumers do not read the event's own fields. */
const onBus = (message: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({
    version: fc.constant('0'),
    'detail-type': fc.constantFrom('OrderPaid', 'anything'),
    source: fc.constantFrom(...sources),
    detail: message,
  });
const declaredOnBus = (detail: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { detail },
  required: ['detail'],
});

/** All forms of one type of message: unchanged, changed, of a newer version, and too old. */
const ofType = (type: string, schema: Schema): fc.Arbitrary<Sample> => {
  const message = envelope(type, fromSchema(schema, known));
  const declaration = declared(jsonSchemaOf(schema));
  const unknownVersion = fc
    .tuple(message, fc.constantFrom(versionOf(type) + 1, Number.MAX_SAFE_INTEGER))
    .map(([one, version]) => ({ ...(one as object), version }));
  const old = message.map((one) => ({ ...(one as object), time: '1900-01-01T00:00:00.000Z' }));
  return fc.oneof(
    { weight: 4, arbitrary: untouched(message) },
    { weight: 2, arbitrary: untouched(onBus(message)) },
    { weight: 5, arbitrary: mutated(message, declaration) },
    { weight: 2, arbitrary: mutated(onBus(message), declaredOnBus(declaration)) },
    {
      weight: 1,
      arbitrary: untouched(unknownVersion).map((one) => ({
        ...one,
        claim: 'open' as const,
        note: 'newer version',
      })),
    },
    {
      weight: 1,
      arbitrary: untouched(old).map((one) => ({ ...one, claim: 'invalid' as const, note: 'too old' })),
    },
  );
};

const strangers = [
  'OrderArchived',
  'constructor',
  '__proto__',
  'toString',
  'a\u0000b',
  '💥'.repeat(60),
  '\ud800',
];

/** Messages of types that the inbox does not subscribe to. */
const ofUnknownType = (name: InboxName): fc.Arbitrary<Sample> => {
  const types = Object.keys(eventSchemas).filter((type) => !inboxes[name].events.some((one) => one === type));
  const messages = fc
    .tuple(fc.constantFrom(...types, ...strangers), envelope('Unknown', fc.constant({ orderId: '1' })))
    .map(([type, message]) => ({ ...(message as object), type, id: `${type}:1` }));
  return untouched(messages).map((sample) => ({ ...sample, claim: 'open' as const, note: 'unknown type' }));
};

const garbage = (some: fc.Arbitrary<unknown>): fc.Arbitrary<Sample> =>
  fc.oneof(
    notJson(some),
    untouched(hostileValue).map((one) => ({ ...one, claim: 'open' as const, note: 'any JSON' })),
  );

const receives = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('1', '2', '4', '5', '6') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(undefined, '', '0', '-1', '1.5', 'many', '1e9', '99999999999999999999'),
  },
);

/**
 * The messages of one inbox: events that it subscribes to and its own messages, each valid or changed. There are also
 * messages of other types, and texts that are not messages.
 */
export const messagesOf = (name: InboxName, ownMessages: OwnMessages = {}): fc.Arbitrary<Message> => {
  const { events }: Inbox = inboxes[name];
  const kinds: readonly (readonly [string, Schema])[] = [
    ...events.map((type) => [type, eventSchemas[type]] as const),
    ...(name === 'mail-feedback' ? [] : Object.entries(ownMessages)).map(
      ([type, { schema }]) => [type, schema as Schema] as const,
    ),
  ];
  const some =
    name === 'mail-feedback' ? sesEvents : fc.constant({ type: 'OrderPaid', data: { orderId: '1' } });
  const samples = fc.oneof(
    ...kinds.map(([type, schema]) => ({ weight: 4, arbitrary: ofType(type, schema) })),
    ...(name === 'mail-feedback'
      ? [
          { weight: 8, arbitrary: untouched(sesEvents) },
          { weight: 8, arbitrary: mutated(sesEvents, sesSchema) },
        ]
      : [{ weight: 2, arbitrary: ofUnknownType(name) }]),
    { weight: 2, arbitrary: garbage(some) },
  );
  return fc.tuple(samples, receives).map(([sample, count]) => ({ ...sample, receives: count }));
};
