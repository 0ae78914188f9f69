import * as z from 'zod/mini';
import '../config/messages.ts';
import { AppError } from '../errors.ts';
import { eventSchemas, type EventData } from '../events/catalog.ts';
import { causedBy, EnvelopeSchema, type Message } from '../events/envelope.ts';
import { inboxes, type InboxEvent, type InboxName } from '../events/subscriptions.ts';
import type { MessageContext } from '../kernel/cause.ts';

/** What a service does about a message. It takes the data and the cause of whatever follows. */
export type Reaction<Data> = (data: Data, context: MessageContext) => Promise<unknown>;

/** One reaction for each event that an inbox is subscribed to: a missing one does not compile. */
export type Reactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: Reaction<EventData<Type>>;
};

/** A message that a service sends to its own queue: not an event, and in no catalogue. */
export interface OwnMessage<Schema extends z.core.$ZodType = z.core.$ZodType> {
  readonly schema: Schema;
  readonly react: Reaction<z.output<Schema>>;
}

/** Pairs the schema of an own message with the reaction to it. */
export const ownMessage = <Schema extends z.core.$ZodType>(
  schema: Schema,
  react: Reaction<z.output<Schema>>,
): OwnMessage => ({ schema, react: react as Reaction<unknown> });

/** Takes one message as it came off the queue, parsed from JSON. */
export type Dispatch = (body: unknown) => Promise<Message>;

/**
 * The dispatch of one message: find its reaction, check its data, react.
 *
 * The body is an envelope, or an EventBridge event with the envelope as its `detail`. It is a plain function of plain
 * values, so that a simulation runs the same one as the Lambda.
 * @returns a function that answers the message it has dealt with, and throws AppError `invalid` for a message that no
 *   redelivery can mend, or whatever the reaction threw.
 */
export const dispatcher =
  <Name extends InboxName>(
    name: Name,
    reactions: Reactions<Name>,
    ownMessages: Readonly<Record<string, OwnMessage>> = {},
  ): Dispatch =>
  async (body) => {
    const message = parseEnvelope(body);
    const { schema, react } = find(name, reactions, ownMessages, message.type);
    const data = z.safeParse(schema, message.data);
    if (!data.success) throw invalid(`${message.type} does not match its schema`, data.error);
    await react(data.data, contextOf(message));
    return message;
  };

/** A message of an inbox, read and checked. */
export interface ReadMessage {
  readonly message: Message;
  readonly data: unknown;
  readonly context: MessageContext;
}

/**
 * Reads a message of an inbox that has events of the catalogue alone.
 * @throws AppError `invalid` for a message that no redelivery can mend.
 */
export const readMessage = (name: InboxName, body: unknown): ReadMessage => {
  const message = parseEnvelope(body);
  const data = eventSchemas[subscribed(name, message.type)].safeParse(message.data);
  if (!data.success) throw invalid(`${message.type} does not match its schema`, data.error);
  return { message, data: data.data, context: contextOf(message) };
};

const contextOf = (message: Message): MessageContext => ({ ...causedBy(message), sentAt: message.time });

/**
 * Reads the envelope of a message body.
 * @throws AppError `invalid` when there is none.
 */
export const parseEnvelope = (body: unknown): Message => {
  const inner = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : body;
  const parsed = EnvelopeSchema.safeParse(inner);
  if (!parsed.success) throw invalid('The message has no valid envelope', parsed.error);
  return parsed.data;
};

const find = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: Readonly<Record<string, OwnMessage>>,
  type: string,
): OwnMessage => {
  const own = Object.hasOwn(ownMessages, type) ? ownMessages[type] : undefined;
  if (own !== undefined) return own;
  const event = subscribed(name, type);
  return { schema: eventSchemas[event], react: reactions[event] as Reaction<unknown> };
};

/** The type as one that the inbox is subscribed to. @throws AppError `invalid` when it is not. */
const subscribed = <Name extends InboxName>(name: Name, type: string): InboxEvent<Name> => {
  const events: readonly string[] = inboxes[name].events;
  if (events.includes(type)) return type as InboxEvent<Name>;
  throw new AppError('invalid', 'message.unknown-type', `${name} is not subscribed to ${type}`);
};

const invalid = (what: string, error: z.core.$ZodError): AppError => {
  const details = error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`);
  return new AppError('invalid', 'message.invalid', `${what}: ${details.join('; ')}`.slice(0, 500), {
    cause: error,
  });
};
