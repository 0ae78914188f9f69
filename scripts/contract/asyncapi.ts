import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedBy, publishers, sourceOf, type EventType } from '../../shared/events/catalog.ts';
import { exampleOf } from '../../shared/events/examples/examples.ts';
import { inboxes, listeners, type Inbox, type Subscription } from '../../shared/events/subscriptions.ts';
import { projectRoot } from '../console/paths.ts';
import { dataSchemaName, readEventSchemas, schemaRef, type JsonSchema } from './event-schemas.ts';

/** The parts of an AsyncAPI document that other code reads. */
export interface AsyncApiDocument {
  readonly asyncapi: string;
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** The service that publishes an event. */
type Publisher = keyof typeof publishedBy;

const ref = (path: string) => ({ $ref: `#/${path}` });
const BUS = 'orderly-{stage}';

/** How to receive an event: an event pattern for a rule on the bus. */
const patternOf = (event: EventType, publisher: Publisher) => ({
  source: [sourceOf(publisher)],
  'detail-type': [event],
});

/**
 * An event as EventBridge delivers it to a target without an input transformer (EventBridge user guide, "Events"). A
 * replayed event also has `replay-name`.
 */
const eventBridgeEvent: JsonSchema = {
  description:
    'An event as EventBridge delivers it to a target: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html',
  type: 'object',
  properties: {
    version: { type: 'string' },
    id: {
      type: 'string',
      description:
        "EventBridge's own id. If an event is published again, it gets a new one. `detail.id` stays the same.",
    },
    'detail-type': { type: 'string', description: 'The name of the event.' },
    source: { type: 'string', description: 'The service that publishes the event.' },
    account: { type: 'string' },
    time: { type: 'string', format: 'date-time', description: '`detail.time`, in whole seconds.' },
    region: { type: 'string' },
    resources: { type: 'array', items: { type: 'string' } },
    detail: { $ref: schemaRef('IntegrationEvent') },
  },
  required: ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'],
};

/** The schema of one event, as a target receives it. */
const payloadOf = (event: EventType, publisher: Publisher): JsonSchema => ({
  allOf: [
    { $ref: schemaRef('EventBridgeEvent') },
    {
      type: 'object',
      properties: {
        source: { const: sourceOf(publisher) },
        'detail-type': { const: event },
        detail: {
          type: 'object',
          properties: { type: { const: event }, data: { $ref: schemaRef(dataSchemaName(event)) } },
        },
      },
    },
  ],
});

/** The example of an event, as a target receives it. */
const exampleIn = (event: EventType, publisher: Publisher) => {
  const detail = exampleOf(event);
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': event,
    source: sourceOf(publisher),
    account: '123456789012',
    time: detail.time.replace(/\.\d+Z$/, 'Z'),
    region: 'eu-west-1',
    resources: [],
    detail,
  };
};

const channelOf = (event: EventType, publisher: Publisher, description: string) => ({
  address: BUS,
  title: event,
  description,
  servers: [ref('servers/eventBridge')],
  parameters: { stage: ref('components/parameters/stage') },
  messages: { [event]: ref(`components/messages/${event}`) },
  tags: [{ name: publisher }],
  'x-event-pattern': patternOf(event, publisher),
});

const messageOf = (event: EventType, publisher: Publisher, description: string) => ({
  name: event,
  title: event,
  description,
  contentType: 'application/json',
  correlationId: ref('components/correlationIds/correlationId'),
  tags: [{ name: publisher }],
  payload: payloadOf(event, publisher),
  examples: [{ name: event, payload: exampleIn(event, publisher) }],
});

const operationOn = (action: 'send' | 'receive', event: EventType, service: string) => ({
  action,
  title: `${service} ${action === 'send' ? 'publishes' : 'receives'} ${event}`,
  channel: ref(`channels/${event}`),
  messages: [ref(`channels/${event}/messages/${event}`)],
  tags: [{ name: service }],
});

const camelCase = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** One operation for each event that an inbox receives. */
const receivingOperations = (queue: string, { service, events, match }: Inbox) =>
  events.map((event) => [
    `${camelCase(queue)}Receives${event}`,
    {
      ...operationOn('receive', event, service),
      'x-queue': `${BUS}-${queue}`,
      // The queue receives only events whose data match this pattern.
      ...(match && { 'x-data-pattern': match }),
    },
  ]);

/** One operation for each event with which EventBridge invokes a function. */
const listeningOperations = (name: string, { service, events }: Subscription) =>
  events.map((event) => [
    `${camelCase(name)}Receives${event}`,
    { ...operationOn('receive', event, service), 'x-function': `${BUS}-${name}` },
  ]);

/**
 * Builds the AsyncAPI document of all events from shared/events. The document has one channel for each event, and says
 * which services publish and receive the event. It also has the event's schema and an example.
 * @throws Problem if an event or a shared schema has no doc comment
 */
export const asyncApiDocument = (): AsyncApiDocument => {
  const { version, license } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly license: string;
  };
  const { schemas, descriptions } = readEventSchemas();
  const published = publishers.flatMap((publisher) =>
    Object.keys(publishedBy[publisher]).map((name) => ({
      event: name as EventType,
      publisher,
      description: descriptions[name] ?? '',
    })),
  );
  const byEvent = <Part>(part: (event: EventType, publisher: Publisher, description: string) => Part) =>
    Object.fromEntries(
      published.map(({ event, publisher, description }) => [event, part(event, publisher, description)]),
    );
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Events of Orderly',
      version,
      description:
        'What the services of Orderly publish on their EventBridge bus. To receive an event, add a rule to the bus ' +
        'with the `x-event-pattern` of its channel. An event may arrive twice, late, or before its cause: remember ' +
        '`detail.id` to recognise repetitions. Ignore fields that you do not know, because events get new fields. ' +
        'A text with `x-extensible-enum` may also have values that the list does not have yet.',
      license: { name: license },
    },
    defaultContentType: 'application/json',
    servers: {
      eventBridge: {
        host: 'events.{region}.amazonaws.com',
        protocol: 'eventbridge',
        description: 'Amazon EventBridge in the account and region of the stage.',
        variables: { region: { description: 'The AWS region of the stage.', examples: ['eu-west-1'] } },
      },
    },
    channels: byEvent(channelOf),
    operations: {
      ...Object.fromEntries(
        published.map(({ event, publisher }) => [`publish${event}`, operationOn('send', event, publisher)]),
      ),
      ...Object.fromEntries(
        Object.entries<Inbox>(inboxes).flatMap(([queue, inbox]) => receivingOperations(queue, inbox)),
      ),
      ...Object.fromEntries(
        Object.entries<Subscription>(listeners).flatMap(([name, listener]) =>
          listeningOperations(name, listener),
        ),
      ),
    },
    components: {
      messages: byEvent(messageOf),
      schemas: { EventBridgeEvent: eventBridgeEvent, ...schemas },
      parameters: {
        stage: { description: 'The name of the stage.', examples: ['local', 'sandbox', 'production'] },
      },
      correlationIds: {
        correlationId: {
          description:
            'The id of the HTTP request from which everything followed. If that is not known, the id of the event.',
          location: '$message.payload#/detail/correlationId',
        },
      },
    },
  } as AsyncApiDocument;
};
