import { partAt, schemaChanges, wholeOf, type Change, type Part } from './event-schema-changes.ts';

/** Returns the parts of a document that are below a field of `part`, by name: for example, all channels. */
const entriesOf = (part: Part, field: string): ReadonlyMap<string, Part> => {
  const names = Object.keys(partAt(part, field)?.value ?? {});
  return new Map(
    names.flatMap((name) => {
      const entry = partAt(part, field, name);
      return entry === undefined ? [] : [[name, entry] as const];
    }),
  );
};

/** Compares fields of a part, each as a whole. `meaning` says what breaks if one of them changes. */
const fieldChanges = (
  published: Part,
  current: Part,
  fields: readonly string[],
  meaning: string,
): readonly Change[] =>
  fields.flatMap((field) => {
    const textOf = ({ value }: Part): string => JSON.stringify(value[field]) ?? 'not there';
    const [before, after] = [textOf(published), textOf(current)];
    if (before === after) return [];
    return [{ path: `${published.path}.${field}`, what: `It was ${before} and is ${after}. ${meaning}` }];
  });

const messageChanges = (published: Part, current: Part): readonly Change[] => [
  ...fieldChanges(published, current, ['contentType'], 'Subscribers cannot read it.'),
  ...schemaChanges(partAt(published, 'payload'), partAt(current, 'payload')),
];

const channelChanges = (published: Part, current: Part): readonly Change[] => {
  const fields = ['address', 'x-event-pattern'];
  const meaning = 'The rules of subscribers no longer match the event.';
  const messages = entriesOf(current, 'messages');
  return [
    ...fieldChanges(published, current, fields, meaning),
    ...[...entriesOf(published, 'messages')].flatMap(([name, message]): readonly Change[] => {
      const now = messages.get(name);
      return now === undefined ? [removed(message.path)] : messageChanges(message, now);
    }),
  ];
};

const removed = (path: string): Change => ({
  path,
  what: 'The event is removed. Subscribers wait for it.',
  mend: 'Put it back, and publish it beside its replacement until it has no subscriber.',
});

const some = (events: readonly string[]): string => {
  const [first = '', second, ...others] = events;
  if (second === undefined) return first;
  return others.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${others.length} more`;
};

/** The advice for a change that needs a new event name. */
const besides = (events: string): string =>
  `Undo this, or publish a new event name beside ${events} and leave the old one as it is.`;

/**
 * Compares the last published AsyncAPI document with the current one. These changes are allowed: a new event, a new
 * optional field, a new value of an open enumeration, and changes of annotations such as descriptions. A removed event
 * is a breaking change. So is any other change of an event's address, pattern, content type or schema.
 * @returns one line for each breaking change: its path, what breaks, and what to do
 * @throws Error if a reference of a document points to nothing
 */
export const eventChanges = (published: object, current: object): readonly string[] => {
  const channels = entriesOf(wholeOf(current), 'channels');
  // Several events share a schema. Each change of such a schema is one line, which names all of these events.
  const found = new Map<string, { readonly change: Change; readonly events: ReadonlySet<string> }>();
  for (const [event, channel] of entriesOf(wholeOf(published), 'channels')) {
    const now = channels.get(event);
    const changes = now === undefined ? [removed(channel.path)] : channelChanges(channel, now);
    for (const change of changes) {
      const key = JSON.stringify(change);
      const events = found.get(key)?.events ?? [];
      found.set(key, { change, events: new Set([...events, event]) });
    }
  }
  return [...found.values()].map(
    ({ change: { path, what, mend }, events }) => `${path}: ${what} ${mend ?? besides(some([...events]))}`,
  );
};
