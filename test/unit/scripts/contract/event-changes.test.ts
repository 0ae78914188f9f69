import { describe, expect, it } from '@jest/globals';
import { after, drop, listed, optional, schemas, set, type Draft } from '../../../support/edited-contract.ts';

const besides = (events: string): string =>
  `Undo this, or publish a new event name beside ${events} and leave the old one as it is.`;
const BREAKS = 'This breaks subscribers, or events that are in queues or in the archive.';

describe('a breaking change of an event is', () => {
  it.each([
    [
      'a removed event',
      after('channels', drop('OrderPaid')),
      'channels.OrderPaid: The event is removed. Subscribers wait for it. ' +
        'Put it back, and publish it beside its replacement until it has no subscriber.',
    ],
    [
      'a removed field',
      after(`${schemas}.OrderPaidData.properties`, drop('note')),
      `${schemas}.OrderPaidData.properties.note: The field is removed. Subscribers may read it. ${besides('OrderPaid')}`,
    ],
    [
      'another type',
      after(`${schemas}.StockLowData.properties.available`, set({ type: 'number' })),
      `${schemas}.StockLowData.properties.available.type: It was "integer" and is "number". ${BREAKS} ${besides('StockLow')}`,
    ],
    [
      'a required field that becomes optional',
      after(`${schemas}.StockLowData`, optional('threshold')),
      `${schemas}.StockLowData.properties.threshold: The field was required and is optional. ` +
        `Subscribers may rely on it. ${besides('StockLow')}`,
    ],
    [
      'an optional field that becomes required',
      after(
        `${schemas}.OrderPaidData`,
        listed('required', (names) => [...names, 'note']),
      ),
      `${schemas}.OrderPaidData.properties.note: The field was optional and is required. ` +
        `Events that are in queues or in the archive may lack it. ${besides('OrderPaid')}`,
    ],
    [
      'a new required field',
      after(`${schemas}.OrderPaidData`, (part) => {
        part['properties'] = { ...(part['properties'] as Draft), bringTo: { type: 'string' } };
        part['required'] = [...(part['required'] as string[]), 'bringTo'];
      }),
      `${schemas}.OrderPaidData.properties.bringTo: The field is new and required. ` +
        'Events that are in queues or in the archive lack it. Make it optional.',
    ],
    [
      'a value that an enumeration loses',
      after(
        `${schemas}.CancelledBy`,
        listed('enum', (values) => values.filter((value) => value !== 'system')),
      ),
      `${schemas}.CancelledBy.enum: The value "system" is removed. ` +
        `Events that are in queues or in the archive may have it. ${besides('OrderCancelled')}`,
    ],
    [
      'a new value of an enumeration that subscribers decide by',
      after(
        `${schemas}.PaymentDisputedData.properties.status`,
        listed('enum', (values) => [...values, 'SETTLED']),
      ),
      `${schemas}.PaymentDisputedData.properties.status.enum: The value "SETTLED" is new. ` +
        `Subscribers decide by these values, and do not know it. ${besides('PaymentDisputed')}`,
    ],
    [
      'a value that an open enumeration loses',
      after(
        `${schemas}.CancelReason`,
        listed('x-extensible-enum', ([, ...values]) => values),
      ),
      `${schemas}.CancelReason.x-extensible-enum: The value "cancelled-by-customer" is removed. ` +
        `Events that are in queues or in the archive may have it. ${besides('OrderCancelled')}`,
    ],
    [
      'an enumeration that becomes open',
      after(`${schemas}.CancelledBy`, (part) => {
        part['x-extensible-enum'] = part['enum'];
        delete part['enum'];
      }),
      `${schemas}.CancelledBy.enum: It was an enumeration and is an open enumeration. ${BREAKS} ${besides('OrderCancelled')}`,
    ],
    [
      'a text that becomes an enumeration',
      after(`${schemas}.PaymentFailedData.properties.reason`, set({ enum: ['card-declined'] })),
      `${schemas}.PaymentFailedData.properties.reason.enum: It was not an enumeration and is an enumeration. ` +
        `${BREAKS} ${besides('PaymentFailed')}`,
    ],
    [
      'a narrower limit',
      after(`${schemas}.Quantity`, set({ maximum: 10 })),
      `${schemas}.Quantity.maximum: It was 1000 and is 10. ${BREAKS} ${besides('OrderCreated, OrderPaid and 2 more')}`,
    ],
    [
      'a wider limit',
      after(`${schemas}.Quantity`, set({ maximum: 5000 })),
      `${schemas}.Quantity.maximum: It was 1000 and is 5000. ${BREAKS} ${besides('OrderCreated, OrderPaid and 2 more')}`,
    ],
    [
      'a new limit',
      after(`${schemas}.OrderPaidData.properties.note`, set({ maxLength: 20 })),
      `${schemas}.OrderPaidData.properties.note.maxLength: It was not there and is 20. ${BREAKS} ${besides('OrderPaid')}`,
    ],
    [
      'a limit that is dropped',
      after(`${schemas}.OrderPaidData.properties.items`, drop('minItems')),
      `${schemas}.OrderPaidData.properties.items.minItems: It was 1 and is not there. ${BREAKS} ${besides('OrderPaid')}`,
    ],
    [
      'a field that the entries of a list lose',
      after(`${schemas}.Shortage.properties`, drop('available')),
      `${schemas}.Shortage.properties.available: The field is removed. ` +
        `Subscribers may read it. ${besides('OrderRejected and StockReservationFailed')}`,
    ],
    [
      'a list whose entries may be anything',
      after(`${schemas}.OrderRejectedData.properties.shortages`, drop('items')),
      `${schemas}.OrderRejectedData.properties.shortages.items: ` +
        `Only one of the two lists has a schema for its entries. ${BREAKS} ${besides('OrderRejected')}`,
    ],
    [
      'a list whose entries may be anything no longer',
      after(`${schemas}.OrderExpiredData.properties.orderId`, (part) => {
        delete part['$ref'];
        Object.assign(part, { type: 'string', format: 'uuid', items: { type: 'string' } });
      }),
      `${schemas}.OrderExpiredData.properties.orderId.items: ` +
        `Only one of the two lists has a schema for its entries. ${BREAKS} ${besides('OrderExpired')}`,
    ],
    [
      'an object that forbids further fields',
      after(`${schemas}.StockLowData`, set({ additionalProperties: false })),
      `${schemas}.StockLowData.additionalProperties: It was not there and is false. ${BREAKS} ${besides('StockLow')}`,
    ],
    [
      'another pattern for rules, such as another source',
      after('channels.StockLow.x-event-pattern', set({ source: ['orderly.stock'] })),
      'channels.StockLow.x-event-pattern: It was {"source":["orderly.inventory"],"detail-type":["StockLow"]} and is ' +
        '{"source":["orderly.stock"],"detail-type":["StockLow"]}. The rules of subscribers no longer match the event. ' +
        besides('StockLow'),
    ],
    [
      'another bus',
      after('channels.StockLow', set({ address: 'stock-{stage}' })),
      'channels.StockLow.address: It was "orderly-{stage}" and is "stock-{stage}". ' +
        `The rules of subscribers no longer match the event. ${besides('StockLow')}`,
    ],
    [
      'another detail-type in the payload',
      after(
        'components.messages.StockLow.payload.allOf.1.properties.detail-type',
        set({ const: 'StockShort' }),
      ),
      'components.messages.StockLow.payload.allOf.1.properties.detail-type.const: ' +
        `It was "StockLow" and is "StockShort". ${BREAKS} ${besides('StockLow')}`,
    ],
    [
      'another content type',
      after('components.messages.StockLow', set({ contentType: 'application/cbor' })),
      'components.messages.StockLow.contentType: It was "application/json" and is "application/cbor". ' +
        `Subscribers cannot read it. ${besides('StockLow')}`,
    ],
    [
      'a field that the envelope loses',
      after(`${schemas}.IntegrationEvent.properties`, drop('causationId')),
      `${schemas}.IntegrationEvent.properties.causationId: The field is removed. Subscribers may read it. ` +
        besides('OrderCreated, PaymentRequested and 26 more'),
    ],
  ])('%s', (_, changes, expected) => {
    expect(changes).toEqual([expected]);
  });
});
