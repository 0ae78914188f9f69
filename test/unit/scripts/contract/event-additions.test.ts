import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { eventChanges } from '../../../../scripts/contract/event-changes.ts';
import { readEventSchemas } from '../../../../scripts/contract/event-schemas.ts';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { after, drop, listed, published, schemas, set } from '../../../support/edited-contract.ts';

describe('no breaking change is', () => {
  it.each([
    ['nothing', after('info', set({}))],
    [
      'a new event',
      after('channels', (channels) => {
        channels['OrderShipped'] = channels['OrderPaid'];
      }),
    ],
    [
      'a new optional field',
      after(`${schemas}.OrderLine.properties`, set({ weight: { type: 'integer', minimum: 1 } })),
    ],
    [
      'a new value of an open enumeration',
      after(
        `${schemas}.CancelReason`,
        listed('x-extensible-enum', (values) => ['suspected-fraud', ...values]),
      ),
    ],
    ['another description', after(`${schemas}.OrderId`, set({ description: 'The id.', title: 'Id' }))],
    [
      'another order of required fields',
      after(
        `${schemas}.OrderLine`,
        listed('required', (names) => names.toReversed()),
      ),
    ],
    ['another subscriber', after('operations', drop('fulfilmentInboxReceivesOrderPaid'))],
    ['another version of the document', after('info', set({ version: '9.0.0' }))],
    [
      'a schema that is written where it was referred to',
      after(`${schemas}.OrderPaidData.properties`, (fields) => {
        const { CurrencyCode } = published.components.schemas;
        fields['currency'] = { ...CurrencyCode, description: 'The currency of the total.' };
      }),
    ],
    [
      'a reference that gets a description beside it',
      after(`${schemas}.OrderPaidData.properties`, (fields) => {
        fields['currency'] = { description: 'Of the total.', allOf: [fields['currency']] };
      }),
    ],
  ])('%s', (_, changes) => {
    expect(changes).toEqual([]);
  });
});

describe('a change of a schema in the code', () => {
  const changed = (events: Readonly<Record<string, z.core.$ZodType>>): readonly string[] => {
    const { schemas: written } = readEventSchemas({ ...eventSchemas, ...events });
    const components = { ...published.components, schemas: { ...published.components.schemas, ...written } };
    return eventChanges(published, { ...published, components });
  };
  const { note: _, ...withoutNote } = eventSchemas.OrderPaid.shape;

  it('that removes a field is found, with the event to publish beside it', () => {
    expect(changed({ OrderPaid: z.object(withoutNote) })).toEqual([
      expect.stringMatching(/^components\.schemas\.OrderPaidData\.properties\.note: .*beside OrderPaid/),
    ]);
  });

  it('that makes a limit narrower is found', () => {
    const note = z.optional(z.string().check(z.maxLength(5)));
    expect(changed({ OrderPaid: z.object({ ...withoutNote, note }) })).toEqual([
      expect.stringContaining('properties.note.maxLength: It was not there and is 5.'),
    ]);
  });

  it('that adds an optional field is none', () => {
    const bringTo = z.optional(z.string());
    expect(changed({ OrderPaid: z.object({ ...eventSchemas.OrderPaid.shape, bringTo }) })).toEqual([]);
  });
});

describe('documents with a reference to nothing', () => {
  it('are an error that names the reference', () => {
    expect(() => after(schemas, drop('OrderId'))).toThrow(
      'components.schemas.OrderCreatedData.properties.orderId refers to #/components/schemas/OrderId',
    );
  });
});
