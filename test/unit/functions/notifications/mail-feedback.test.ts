import { describe, expect, it } from '@jest/globals';
import { parseSesEvent } from '../../../../functions/notifications/adapters/ses-feedback.ts';
import type { ContactDetails, ContactStore } from '../../../../functions/notifications/domain/contact.ts';
import { getContact } from '../../../../functions/notifications/get-contact.ts';
import { hearFeedback, type Heard } from '../../../../functions/notifications/hear-feedback.ts';
import { feedbackMessages } from '../../../../functions/notifications/reactions.ts';
import { consumer } from '../../../../shared/messaging/consumer.ts';
import { publishFeedback } from '../../../../simulators/mail/publish-feedback.ts';
import type { FeedbackKind } from '../../../../simulators/mail/api.ts';
import { context, email, notification, now, service, verified } from '../../../support/notifications.ts';

const later = '2026-03-01T09:00:01.000Z';
const byMail = { email: true, sms: false };

/** The fields of a simulated report that a test can set. The others have defaults. */
interface Report {
  readonly kind?: FeedbackKind;
  readonly at?: string;
  readonly to?: string;
  readonly customerId?: string;
}

/** An event of SES as it arrives in a queue. `change` edits the event's detail. */
const eventOf = async (
  { kind = 'bounce', at = later, to = email, customerId = 'alice' }: Report,
  change: (detail: Record<string, unknown>) => object = (detail) => detail,
): Promise<string> => {
  const events: string[] = [];
  const publish = publishFeedback({
    publish: async ({ detail }) => {
      const changed = change(detail as Record<string, unknown>);
      events.push(JSON.stringify({ id: 'event-1', source: 'aws.ses', time: at, detail: changed }));
    },
    configurationSet: 'orderly-local',
    now: () => at,
    newId: () => 'mail-1',
  });
  await publish({ customerId, email: to, kind });
  return events[0]!;
};

/** The service with Alice's verified address. `hear` delivers an event to its queue. */
const shop = async (wrap: (contacts: ContactStore) => ContactStore = (contacts) => contacts) => {
  const world = await service(byMail);
  const heard: Heard[] = [];
  const hear = hearFeedback({
    contacts: wrap(world.contacts),
    onHeard: (one) => heard.push(one),
  });
  const consume = consumer('mail-feedback', {}, feedbackMessages(hear), undefined, parseSesEvent);
  return {
    ...world,
    heard,
    deliver: async (body: string) => (await consume([{ body, receive: { count: 1, max: 4 } }]))[0],
    status: async () =>
      (await getContact({ contacts: world.contacts })({ id: 'alice', roles: [] })).status.email,
    change: async (after: ContactDetails) =>
      world.contacts.save('alice', { before: await world.contacts.load('alice'), after, at: now }),
  };
};

describe('a mail that came back', () => {
  it.each([
    ['bounce', 'bounced'],
    ['complaint', 'complained'],
  ] as const)('by a %s stops its address: nothing more is sent there', async (kind, status) => {
    const { deliver, heard, notify, mailer, contacts, ...rest } = await shop();
    expect(await deliver(await eventOf({ kind }))).toMatchObject({ outcome: 'acknowledge' });
    expect(await rest.status()).toBe(status);
    expect(heard).toEqual([{ outcome: 'stopped', kind: status }]);
    expect(await contacts.load('alice')).toMatchObject({ channels: byMail, email: { verifiedAt: now } });
    await notify(notification, context);
    expect(mailer.sent).toEqual([]);
  });

  it('stops its address however the mail server spells it', async () => {
    const { deliver, status } = await shop();
    await deliver(await eventOf({ to: email.toUpperCase() }));
    expect(await status()).toBe('bounced');
  });

  it.each([
    ['a full mailbox', { kind: 'soft-bounce' }, 'ignored'],
    ['a customer without contact details', { customerId: 'nobody' }, 'unknown-customer'],
    ['an address that the customer had before', { to: 'old@example.com' }, 'another-address'],
    ['a time before the address was verified', { at: '2026-03-01T08:59:59.999Z' }, 'verified-since'],
  ] as const)('stops nothing if it is about %s', async (_what, report, outcome) => {
    const { deliver, status, heard } = await shop();
    expect(await deliver(await eventOf(report))).toMatchObject({ outcome: 'acknowledge' });
    expect(heard).toMatchObject([{ outcome }]);
    expect(await status()).toBe('verified');
  });

  it.each([
    ['no customer', (detail: object) => ({ ...detail, mail: { messageId: 'mail-1' } }), 'unknown-customer'],
    ['another kind of event', (detail: object) => ({ ...detail, eventType: 'Delivery' }), 'ignored'],
    [
      'a complaint that was taken back',
      (detail: object) => ({
        ...detail,
        eventType: 'Complaint',
        complaint: {
          complainedRecipients: [{ emailAddress: email }],
          complaintFeedbackType: 'not-spam',
          timestamp: later,
        },
      }),
      'ignored',
    ],
  ])('stops nothing if it names %s', async (_what, change, outcome) => {
    const { deliver, status, heard } = await shop();
    await deliver(await eventOf({}, change));
    expect(heard).toMatchObject([{ outcome }]);
    expect(await status()).toBe('verified');
  });

  it('and comes back again changes nothing', async () => {
    const { deliver, heard, contacts } = await shop();
    const event = await eventOf({});
    await deliver(event);
    const stopped = await contacts.load('alice');
    await deliver(event);
    expect(await contacts.load('alice')).toEqual(stopped);
    expect(heard.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped-already']);
  });

  it.each([
    ['bounce', 'complaint'],
    ['complaint', 'bounce'],
  ] as const)('is a complaint if its owner complained, also in the order %s, %s', async (first, second) => {
    const { deliver, status } = await shop();
    await deliver(await eventOf({ kind: first }));
    await deliver(await eventOf({ kind: second }));
    expect(await status()).toBe('complained');
  });

  it('does not keep the details of a customer who has asked to be forgotten', async () => {
    const { deliver, contacts } = await shop();
    await deliver(await eventOf({}));
    await contacts.forget('alice', now);
    expect(await contacts.load('alice')).toBeUndefined();
  });

  it('does not stop an address that was verified while the report was processed', async () => {
    const changed: ContactDetails = {
      ...verified(byMail),
      email: { address: email, verifiedAt: '2026-03-01T09:00:05.000Z' },
    };
    const { deliver, status, heard } = await shop((contacts) => ({
      ...contacts,
      load: async (customerId) => {
        const before = await contacts.load(customerId);
        await contacts.save(customerId, { before, after: changed, at: now });
        return before;
      },
    }));
    const event = await eventOf({});
    expect(await deliver(event)).toMatchObject({ outcome: 'retry' });
    expect(await deliver(event)).toMatchObject({ outcome: 'acknowledge' });
    expect(heard).toMatchObject([{ outcome: 'verified-since' }]);
    expect(await status()).toBe('verified');
  });
});

describe('a message that is no event of SES', () => {
  it.each([
    ['text', async () => 'no JSON', 'message.malformed-json', 'not JSON'],
    ['a bounce without its recipients', () => eventOf({ kind: 'malformed' }), 'message.invalid', 'lacks'],
    [
      'a bounce without its mail',
      () => eventOf({}, (detail) => ({ ...detail, mail: undefined })),
      'message.invalid',
      'mail',
    ],
  ])('such as %s is given up with a cause that contains no address', async (_what, body, code, cause) => {
    const { deliver, heard } = await shop();
    const disposition = await deliver(await body());
    expect(disposition).toMatchObject({ outcome: 'dead-letter', error: { code } });
    expect(disposition).toMatchObject({ error: { message: expect.stringContaining(cause) as unknown } });
    expect(JSON.stringify(disposition)).not.toContain(email);
    expect(heard).toEqual([]);
  });
});
