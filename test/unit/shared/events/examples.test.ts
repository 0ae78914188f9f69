import { describe, expect, it } from '@jest/globals';
import { eventSchemas, type EventType } from '../../../../shared/events/catalog.ts';
import { exampleOf } from '../../../../shared/events/examples/examples.ts';
import { QueueMessageSchema } from '../../../../shared/events/integration-event.ts';

const types = Object.keys(eventSchemas) as readonly EventType[];

describe('the example of', () => {
  // When a schema reads data, it drops fields that it does not declare, and turns UUIDs into lower case.
  it.each(types)('%s is what its schema reads, and has no field that the schema does not know', (type) => {
    const { data } = exampleOf(type);
    expect(eventSchemas[type].parse(data)).toEqual(data);
  });

  it.each(types)('%s shows each field, also the optional ones', (type) => {
    const { data } = exampleOf(type);
    expect(Object.keys(data as object).toSorted()).toEqual(Object.keys(eventSchemas[type].shape).toSorted());
  });

  it.each(types)('%s is an integration event whose id names its type and what it is about', (type) => {
    const event = exampleOf(type);
    expect(QueueMessageSchema.parse(event)).toEqual(event);
    const { orderId, productId, erasureId } = event.data as Readonly<Record<string, string>>;
    expect(event.id.startsWith(`${type}:${orderId ?? productId ?? erasureId}`)).toBe(true);
  });
});
