import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { asyncApiDocument } from '../../../../scripts/contract/asyncapi.ts';
import { docComments } from '../../../../scripts/contract/doc-comments.ts';
import { readEventSchemas } from '../../../../scripts/contract/event-schemas.ts';
import { eventSchemas, publishedBy } from '../../../../shared/events/catalog.ts';
import { inboxes, listeners } from '../../../../shared/events/subscriptions.ts';
import { eventValidators } from '../../../support/event-validators.ts';

const document = asyncApiDocument() as unknown as {
  readonly channels: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly operations: Readonly<
    Record<string, { readonly action: string; readonly title: string; readonly channel: { $ref: string } }>
  >;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly examples: readonly { readonly payload: Event }[] }>
    >;
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
};

/** An event as EventBridge delivers it. */
interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const payloadOf = eventValidators(document);

const events = Object.entries(publishedBy).flatMap(([service, schemas]) =>
  Object.keys(schemas).map((event) => ({ event, service })),
);

describe('the AsyncAPI document', () => {
  it('has a channel for each event, with the pattern of a rule that receives this event alone', () => {
    const patterns = Object.values(document.channels).map((channel) => [
      channel['address'],
      channel['x-event-pattern'],
    ]);
    expect(patterns).toEqual(
      events.map(({ event, service }) => [
        'orderly-{stage}',
        { source: [`orderly.${service}`], 'detail-type': [event] },
      ]),
    );
  });

  it('says which service publishes each event, and which queues and functions receive it', () => {
    const operations = Object.values(document.operations).map(({ action, title, channel, ...rest }) => {
      const { 'x-queue': queue, 'x-function': target = queue } = rest as Record<string, string | undefined>;
      return [action, title, channel.$ref, target].join(' | ');
    });
    const sent = events.map(
      ({ event, service }) => `send | ${service} publishes ${event} | #/channels/${event} | `,
    );
    const received = Object.entries({ ...inboxes, ...listeners }).flatMap(([target, inbox]) =>
      inbox.events.map((event) =>
        [
          'receive',
          `${inbox.service} receives ${event}`,
          `#/channels/${event}`,
          `orderly-{stage}-${target}`,
        ].join(' | '),
      ),
    );
    expect(operations.toSorted()).toEqual([...sent, ...received].toSorted());
  });

  it('says that the watchdog receives only the first request for stock', () => {
    expect(document.operations['ordersWatchdogReceivesOrderCreated']).toMatchObject({
      'x-data-pattern': { attempt: [1] },
    });
  });

  it.each(events)('has an example of $event that matches its schema', ({ event }) => {
    const validate = payloadOf(event);
    const { payload } = document.components.messages[event]!.examples[0]!;
    expect([validate(payload), validate.errors]).toEqual([true, null]);
  });

  it.each(events)('refuses another source, type or envelope, or no data, as $event', ({ event }) => {
    const validate = payloadOf(event);
    const { payload } = document.components.messages[event]!.examples[0]!;
    const { detail } = payload;
    const { correlationId: _, ...untraced } = detail;
    const wrong = [
      { ...payload, source: 'orderly.simulator' },
      { ...payload, 'detail-type': 'Other' },
      { ...payload, detail: { ...detail, type: 'Other' } },
      { ...payload, detail: untraced },
      { ...payload, detail: { ...detail, data: {} } },
    ];
    expect(wrong.map((one) => validate(one))).toEqual(wrong.map(() => false));
  });

  it.each(events)('lets subscribers accept new fields of $event', ({ event }) => {
    const { payload } = document.components.messages[event]!.examples[0]!;
    const added = { ...payload, detail: { ...payload.detail, isNew: true, data: { isNew: true } } };
    added.detail.data = { ...(payload.detail['data'] as object), isNew: true };
    expect(payloadOf(event)(added)).toBe(true);
  });

  it('lets subscribers accept new reasons, but no new status', () => {
    const { payload } = document.components.messages['OrderCancelled']!.examples[0]!;
    const withData = (change: object) => ({
      ...payload,
      detail: { ...payload.detail, data: { ...(payload.detail['data'] as object), ...change } },
    });
    const validate = payloadOf('OrderCancelled');
    expect(validate(withData({ cause: 'a-new-reason' }))).toBe(true);
    expect(validate(withData({ previousStatus: 'A_NEW_STATUS' }))).toBe(false);
  });

  it('has every reason as an open enumeration, and no other one', () => {
    const enumerations = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      'enum' in schema || 'x-extensible-enum' in schema ? [[name, 'enum' in schema] as const] : [],
    );
    const isClosed = enumerations.map(([name]) => [name, !name.endsWith('Reason')] as const);
    expect(enumerations).toEqual(isClosed);
    expect(Object.fromEntries(enumerations)).toMatchObject({ CancelReason: false, OrderStatus: true });
  });

  it('describes fields by their comments in the code, and money with its unit', () => {
    const { Amount, PaymentDisputedData, RefundFailedData, IntegrationEvent } = document.components.schemas;
    expect(Amount!['description']).toContain('minor units');
    expect(PaymentDisputedData!['properties']).toMatchObject({
      reason: { description: 'A code of the provider.' },
    });
    expect(RefundFailedData!['properties']).toMatchObject({
      refundedAmount: { description: expect.stringContaining('refunded so far') },
    });
    expect(IntegrationEvent!['properties']).toMatchObject({
      id: { description: expect.stringContaining('same id') },
    });
  });
});

describe('the schemas of events', () => {
  it('cannot be written for an event without a comment, and the error names it', () => {
    const undocumented = { ...eventSchemas, OrderLost: z.object({}) };
    expect(() => readEventSchemas(undocumented)).toThrow(/^OrderLost has no doc comment in shared\/events/);
  });

  it('cannot be written for a shared schema without a comment, and the error names it', () => {
    const comments = docComments(['const shopEvents = {\n/** Lost. */ OrderLost: 1 };']);
    expect(() => readEventSchemas({ OrderLost: z.object({}) }, comments)).toThrow(/^\w+ has no doc comment/);
  });
});
