import { describe, expect, it } from '@jest/globals';
import type { Notification } from '../../../../functions/notifications/domain/notification.ts';
import {
  sendNotification,
  type Refusal,
} from '../../../../functions/notifications/send-notification/send-notification.ts';
import { AppError } from '../../../../shared/errors.ts';
import { memoryMailer, memoryTexter } from '../../../support/memory/notifications-providers.ts';
import {
  memoryContactStore,
  memoryMessageLog,
  memorySettledOrders,
} from '../../../support/memory/notifications-stores.ts';

const orderId = '0195a5a5-0000-7000-8000-000000000001';
const now = '2026-03-01T09:00:00.000Z';
const outage = new AppError('unavailable', 'mail.Throttling', 'SES did not take the e-mail');

const notification: Notification = {
  eventType: 'FulfilmentReady',
  orderId,
  customerId: 'alice',
  meaning: 'neither',
  content: { subject: 'Your order is ready', paragraphs: ['Come and get it.'], sms: 'Your order is ready.' },
};
const context = { correlationId: 'request-1', causationId: `FulfilmentReady:${orderId}`, sentAt: now };

const email = 'alice@example.com';
const phone = '+4915112345678';

/** Notifications over stores and providers in memory, for one customer and whatever contact details they gave. */
const service = async (contact?: { email: boolean; sms: boolean }) => {
  const contacts = memoryContactStore();
  if (contact !== undefined) await contacts.save('alice', { email, phone, channels: contact });
  const log = memoryMessageLog();
  const settledOrders = memorySettledOrders();
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const refused: Refusal[] = [];
  const clock = { now };
  const notify = sendNotification({
    contacts,
    log,
    settledOrders,
    mailer,
    texter,
    now: () => clock.now,
    claimSeconds: 20,
    onRefused: (refusal) => refused.push(refusal),
  });
  return { contacts, log, settledOrders, mailer, texter, refused, clock, notify };
};

describe('a customer', () => {
  it('is told on each channel that is on', async () => {
    const { notify, mailer, texter } = await service({ email: true, sms: true });
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.sent[0]).toMatchObject({
      to: email,
      subject: 'Your order is ready',
      correlationId: 'request-1',
    });
    expect(texter.sent).toEqual([{ to: phone, text: 'Your order is ready.' }]);
  });

  it('reads the order and the id of the request that it follows from', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(notification, context);
    for (const form of [mailer.sent[0]?.html, mailer.sent[0]?.text]) {
      expect(form).toContain(`Order: ${orderId}`);
      expect(form).toContain('Reference: request-1');
    }
  });

  it.each([
    [{ email: true, sms: false }, 1, 0],
    [{ email: false, sms: true }, 0, 1],
    [{ email: false, sms: false }, 0, 0],
  ])('is told on no channel that is off: %j', async (channels, mails, texts) => {
    const { notify, mailer, texter } = await service(channels);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(mails);
    expect(texter.sent).toHaveLength(texts);
  });

  it.each([undefined, { email: false, sms: false }])(
    'who cannot be reached (%j) causes no write at all',
    async (channels) => {
      const { notify, log, settledOrders } = await service(channels);
      await notify({ ...notification, meaning: 'settles' }, context);
      await notify({ ...notification, meaning: 'asks' }, context);
      expect(log.messages()).toEqual([]);
      expect(settledOrders.orderIds.size).toBe(0);
    },
  );

  it('finds in the log what was sent, when, and to which channel, but no address', async () => {
    const { notify, log } = await service({ email: true, sms: true });
    await notify(notification, context);
    expect(log.messages()).toEqual(
      ['email', 'sms'].map((channel) => ({
        eventId: context.causationId,
        channel,
        eventType: 'FulfilmentReady',
        orderId,
        customerId: 'alice',
        subject: 'Your order is ready',
        outcome: { status: 'SENT', sentAt: now },
      })),
    );
    expect(JSON.stringify(log.messages())).not.toMatch(/example\.com|\+49/);
  });
});

describe('an event that is delivered again', () => {
  it('is told once', async () => {
    const { notify, mailer, texter } = await service({ email: true, sms: true });
    await notify(notification, context);
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('at the same time is told once, and comes again until it is settled who tells it', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    const results = await Promise.allSettled([notify(notification, context), notify(notification, context)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('is told on the channel that failed, and not again on the other', async () => {
    const { notify, mailer, texter, clock } = await service({ email: true, sms: true });
    mailer.behave(outage);
    await expect(notify(notification, context)).rejects.toBe(outage);
    expect([mailer.sent.length, texter.sent.length]).toEqual([0, 1]);
    clock.now = '2026-03-01T09:00:20.000Z';
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('waits while the claim of a worker that died has not run out, then is told', async () => {
    const { notify, log, mailer, clock } = await service({ email: true, sms: false });
    await log.claim({ eventId: context.causationId, channel: 'email' }, now, '2026-03-01T09:00:20.000Z');
    await expect(notify(notification, context)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(mailer.sent).toHaveLength(0);
    clock.now = '2026-03-01T09:00:20.000Z';
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('under another id is another message', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(notification, context);
    await notify(notification, { ...context, causationId: 'FulfilmentReady:another' });
    expect(mailer.sent).toHaveLength(2);
  });
});

describe('a message that the provider refuses for good', () => {
  it('is logged as refused, reported, and not tried again', async () => {
    const { notify, mailer, log, refused } = await service({ email: true, sms: false });
    mailer.behave({ outcome: 'refused', code: 'MessageRejected' });
    await notify(notification, context);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(0);
    expect(log.messages()[0]?.outcome).toEqual({
      status: 'REFUSED',
      refusedAt: now,
      code: 'MessageRejected',
    });
    expect(refused).toEqual([{ eventId: context.causationId, channel: 'email', code: 'MessageRejected' }]);
  });

  it('does not keep the other channel from being served', async () => {
    const { notify, mailer, texter } = await service({ email: true, sms: true });
    mailer.behave({ outcome: 'refused', code: 'MessageRejected' });
    await notify(notification, context);
    expect(texter.sent).toHaveLength(1);
  });
});

describe('a request to pay', () => {
  const asks: Notification = { ...notification, eventType: 'PaymentLinkCreated', meaning: 'asks' };
  const settles: Notification = { ...notification, eventType: 'OrderPaid', meaning: 'settles' };

  it('is told while the order is open', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(asks, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('is left out once the order was settled, and the settlement is told', async () => {
    const { notify, mailer, log } = await service({ email: true, sms: true });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent).toHaveLength(1);
    expect(log.messages().map(({ eventType }) => eventType)).toEqual(['OrderPaid', 'OrderPaid']);
  });

  it('is told for an order when it is another that was settled', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify({ ...settles, orderId: 'another' }, { ...context, causationId: 'OrderPaid:another' });
    await notify(asks, context);
    expect(mailer.sent).toHaveLength(2);
  });

  it('is left out even where telling the settlement failed', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    mailer.behave(outage);
    await expect(notify(settles, { ...context, causationId: 'OrderPaid:1' })).rejects.toBe(outage);
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent).toHaveLength(0);
  });
});
