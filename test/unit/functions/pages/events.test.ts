import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { catalogueOf, type AsyncApiDocument } from '../../../../functions/pages/domain/events.ts';
import { fieldsOf } from '../../../../functions/pages/domain/fields.ts';

const document = parse(
  readFileSync(new URL('../../../../docs/api/asyncapi.yaml', import.meta.url), 'utf8'),
) as AsyncApiDocument;
const { bus, envelope, events } = catalogueOf(document);
const eventNamed = (name: string) => events.find((event) => event.name === name);
const fieldAt = (event: string, path: string) => eventNamed(event)?.data.find((field) => field.path === path);

/** The paths of a value's fields, written as in `Field.path`. */
const pathsIn = (value: unknown, prefix = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, prefix.replace(/[.]$/, '[].')));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...pathsIn(inner, `${prefix}${name}.`),
  ]);
};

describe('the catalogue of events', () => {
  it.each(events.map(({ name }) => name))('has each field of the example of %s', (name) => {
    const event = eventNamed(name);
    const paths = [...envelope, ...(event?.data ?? []).map(({ path }) => ({ path: `detail.data.${path}` }))];
    const shown = new Set(paths.map(({ path }) => path));
    const inExample = [...new Set(pathsIn(event?.example))];
    expect(inExample.length).toBeGreaterThan(15);
    expect(inExample.filter((path) => !shown.has(path))).toEqual([]);
  });

  it('has all events of the document, on the one bus', () => {
    expect(events.map(({ name }) => name)).toEqual(Object.keys(document.channels));
    expect(bus).toBe('orderly-{stage}');
  });

  it('says who publishes and who receives an event, and on which condition', () => {
    expect(eventNamed('OrderCreated')).toMatchObject({
      publishers: ['orders'],
      pattern: { source: ['orderly.orders'], 'detail-type': ['OrderCreated'] },
      receivers: [
        { service: 'orders', target: 'orderly-{stage}-orders-watchdog', condition: { attempt: [1] } },
        { service: 'inventory', target: 'orderly-{stage}-inventory-reservations' },
        { service: 'notifications', target: 'orderly-{stage}-notifications-inbox' },
        { service: 'insights', target: 'orderly-{stage}-insights-inbox' },
      ],
    });
  });

  it('says what a field of a referenced schema may contain', () => {
    expect(fieldAt('OrderCreated', 'items[].quantity')).toEqual({
      path: 'items[].quantity',
      type: 'integer',
      isOptional: false,
      description: 'A number of units of a product.',
      limits: ['1 to 1,000'],
      values: [],
      isOpen: false,
    });
    expect(fieldAt('OrderCreated', 'items')).toMatchObject({
      type: 'list of objects',
      limits: ['at least 1 entry'],
    });
  });

  it('prefers what a field itself says to what its referenced schema says', () => {
    expect(fieldAt('ProductChanged', 'unitAmount')?.limits).toEqual(['1 to 1,000,000,000,000']);
    const refunded = fieldAt('RefundCompleted', 'refundedAmount');
    expect(refunded?.description).toMatch(/^The total amount that was refunded so far/);
    expect(refunded?.limits).toEqual(['0 to 1,000,000,000,000']);
  });

  it('tells optional fields, and lists of values that may grow', () => {
    expect(fieldAt('PaymentClosed', 'reason')).toMatchObject({ isOptional: true, isOpen: true });
    expect(fieldAt('OrderCancelled', 'cause')?.values).toContain('cancelled-by-staff');
    expect(fieldAt('OrderCancelled', 'by')).toMatchObject({
      isOptional: false,
      isOpen: false,
      values: ['customer', 'staff', 'system'],
    });
  });
});

describe('the fields of a schema', () => {
  it('are not shown without a schema that they refer to', () => {
    const schema = { properties: { id: { $ref: '#/components/schemas/Missing' } } };
    expect(() => fieldsOf(schema, {})).toThrow('The document has no #/components/schemas/Missing');
  });

  it('show each kind of limit', () => {
    const properties = {
      one: { const: 'x' },
      many: { type: 'array', items: { type: 'string', maxLength: 1 }, maxItems: 3 },
      code: { type: 'string', pattern: '^a$', minLength: 2 },
    };
    expect(fieldsOf({ properties }, {})).toMatchObject([
      { values: ['x'] },
      { type: 'list of strings', limits: ['at most 3 entries', 'at most 1 character'] },
      { limits: ['at least 2 characters', 'matches `^a$`'] },
    ]);
  });
});
