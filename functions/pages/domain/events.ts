import { fieldsOf, nameIn, type Field, type Schema, type Schemas } from './fields.ts';

interface Reference {
  readonly $ref: string;
}

/** The pattern of an EventBridge rule that matches the event. */
export type EventPattern = Readonly<Record<string, readonly string[]>>;

/** The condition that a queue sets for an event's data: fields, and their allowed values. */
export type DataPattern = Readonly<Record<string, readonly unknown[]>>;

/** The parts of docs/api/asyncapi.yaml that the page of the events shows. */
export interface AsyncApiDocument {
  readonly info: { readonly title: string; readonly version: string };
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly address: string;
        readonly description: string;
        readonly messages: Readonly<Record<string, Reference>>;
        readonly 'x-event-pattern': EventPattern;
      }
    >
  >;
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly action: string;
        readonly channel: Reference;
        readonly tags: readonly { readonly name: string }[];
        /** The queue or the function that receives the event. */
        readonly 'x-queue'?: string;
        readonly 'x-function'?: string;
        readonly 'x-data-pattern'?: DataPattern;
      }
    >
  >;
  readonly components: {
    readonly messages: Readonly<
      Record<
        string,
        { readonly payload: Schema; readonly examples: readonly { readonly payload: unknown }[] }
      >
    >;
    readonly schemas: Schemas;
  };
}

/** A queue or a function of a service that receives an event. */
export interface Receiver {
  readonly service: string;
  readonly target: string;
  /** The receiver gets only events with these data. */
  readonly condition?: DataPattern;
}

/** What the page shows of an event. */
export interface EventEntry {
  readonly name: string;
  readonly description: string;
  /** The services that publish the event. */
  readonly publishers: readonly string[];
  readonly receivers: readonly Receiver[];
  readonly pattern: EventPattern;
  /** The fields of `detail.data`. */
  readonly data: readonly Field[];
  /** The event as a target of a rule receives it. */
  readonly example: unknown;
}

/** What the page of the events shows. */
export interface EventCatalogue {
  readonly title: string;
  readonly version: string;
  readonly bus: string;
  /** The fields that all events have. */
  readonly envelope: readonly Field[];
  /** Sorted as in the document, where the events of a service are together. */
  readonly events: readonly EventEntry[];
}

/**
 * Reads the content of the events page from the AsyncAPI document.
 * @throws Error if the document refers to a part that it does not contain
 */
export const catalogueOf = ({ info, channels, operations, components }: AsyncApiDocument): EventCatalogue => {
  const { messages, schemas } = components;
  const operationsOn = (channel: string, action: string) =>
    Object.values(operations).filter(
      (each) => each.action === action && nameIn(each.channel.$ref) === channel,
    );
  const events = Object.entries(channels).map(([name, channel]): EventEntry => {
    const message = messages[name];
    if (message === undefined) throw new Error(`The document has no message ${name}`);
    return {
      name,
      description: channel.description,
      publishers: operationsOn(name, 'send').flatMap(({ tags }) => tags.map((tag) => tag.name)),
      receivers: operationsOn(name, 'receive').map((operation) => ({
        service: operation.tags[0]?.name ?? '',
        target: operation['x-queue'] ?? operation['x-function'] ?? '',
        ...(operation['x-data-pattern'] && { condition: operation['x-data-pattern'] }),
      })),
      pattern: channel['x-event-pattern'],
      data: fieldsOf({ $ref: `${name}Data` }, schemas),
      example: message.examples[0]?.payload,
    };
  });
  return {
    title: info.title,
    version: info.version,
    bus: Object.values(channels)[0]?.address ?? '',
    envelope: fieldsOf({ $ref: 'EventBridgeEvent' }, schemas),
    events,
  };
};
