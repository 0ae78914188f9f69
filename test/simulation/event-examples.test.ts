import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventSchemas, type EventType } from '../../shared/events/catalog.ts';
import { exampleOf } from '../../shared/events/examples/examples.ts';
import { QueueMessageSchema, type QueueMessage } from '../../shared/events/integration-event.ts';
import { simulate } from './simulate.ts';

/**
 * The number of worlds. It is large enough that every type of event is published, even if a change of the code leads to
 * other random numbers.
 */
const SEEDS = 150;
const types = Object.keys(eventSchemas) as readonly EventType[];

/** The fields of a value, each with its path and the kind of its value, such as `items.*.quantity number`. */
const fieldsOf = (value: unknown, path: readonly string[] = []): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [`${path.join('.')} ${typeof value}`];
  return Object.entries(value).flatMap(([name, field]) =>
    fieldsOf(field, [...path, Array.isArray(value) ? '*' : name]),
  );
};

/**
 * The pattern of an id, in which the parts that differ between orders, products, customers, webhooks and times are
 * replaced.
 */
const patternOf = (id: string): string =>
  id
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/[0-9a-f]{64}/g, '<hash>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/(?<=^(ProductChanged|StockLow):)[^:]+/g, '<product>')
    .replaceAll(/dp_[^#]+/g, '<dispute>')
    .replaceAll(/\d+/g, '<n>');

/** The type of the message that caused an event. A request and a scheduled run have no type. */
const causeOf = ({ causationId }: QueueMessage): string =>
  /^([A-Z]\w+|webhook):/.exec(causationId)?.[1] ?? 'request';

/** The events of one type that the simulated services have published. */
interface Published {
  readonly fields: Set<string>;
  readonly ids: Set<string>;
  readonly causes: Set<string>;
  /** Events that do not match their schema. */
  readonly wrong: QueueMessage[];
}

describe('the simulated services', () => {
  const published = new Map<string, Published>(
    types.map((type) => [type, { fields: new Set(), ids: new Set(), causes: new Set(), wrong: [] }]),
  );
  const of = (type: string): Published => published.get(type)!;

  const record = (event: QueueMessage): void => {
    const { fields, ids, causes, wrong } = of(event.type);
    for (const field of fieldsOf(event.data)) fields.add(field);
    ids.add(patternOf(event.id));
    causes.add(causeOf(event));
    const schema = eventSchemas[event.type as EventType];
    if (!QueueMessageSchema.safeParse(event).success || !schema.safeParse(event.data).success)
      wrong.push(event);
  };

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) await simulate(seed, { onPublished: record });
  });

  it.each(types)('publish %s as its schema says', (type) => {
    const { ids, wrong } = of(type);
    expect(ids.size).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it.each(types)('publish %s with no field that its example lacks', (type) => {
    const shown = fieldsOf(exampleOf(type).data);
    expect([...of(type).fields].filter((field) => !shown.includes(field))).toEqual([]);
  });

  it.each(types)('publish %s with such ids and for such a cause as in its example', (type) => {
    const example = exampleOf(type);
    expect([...of(type).ids]).toContain(patternOf(example.id));
    expect([...of(type).causes]).toContain(causeOf(example));
  });
});
