import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../functions/notifications/adapters/render-email.tsx';
import type {
  Claim,
  ClaimResult,
  RecordedMessage,
} from '../../../../functions/notifications/domain/message-log.ts';
import { sendNotification } from '../../../../functions/notifications/send-notification.ts';
import {
  claimed,
  context,
  email,
  notification,
  now,
  orderId,
  outage,
  phone,
  service,
  verified,
} from '../../../support/notifications.ts';

const limits = { textCountries: ['DE'], maxMessagesADay: 120, onSuppressed: () => undefined };

describe('a customer', () => {
  it('gets the message on each channel that is on', async () => {
    const { notify, mailer, texter } = await service({ email: true, sms: true });
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.sent[0]).toMatchObject({
      to: email,
      content: { subject: 'Your order is ready' },
      reference: { correlationId: 'request-1' },
    });
    expect(texter.sent).toEqual([{ to: phone, content: notification.content }]);
  });

  it('who is forgotten gets no message from a worker that read the contact details before', async () => {
    const { notify, mailer, log } = await service({ email: true, sms: false });
    await log.forget(orderId, now);
    await notify(notification, context);
    expect(mailer.sent).toEqual([]);
  });

  it('reads the order, and not the id of the request, which any client may choose', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(notification, context);
    const { content, reference } = mailer.sent[0]!;
    expect(reference).toEqual({ orderId, correlationId: 'request-1' });
    for (const form of Object.values(renderEmail(content, reference))) {
      expect(form).toContain(`Order: ${orderId}`);
      expect(form).not.toContain('request-1');
    }
  });

  it.each([
    [{ email: true, sms: false }, 1, 0],
    [{ email: false, sms: true }, 0, 1],
    [{ email: false, sms: false }, 0, 0],
  ])('gets no message on a channel that is off: %j', async (channels, mails, texts) => {
    const { notify, mailer, texter } = await service(channels);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(mails);
    expect(texter.sent).toHaveLength(texts);
  });

  it.each([undefined, { email: false, sms: false }])(
    'who cannot be reached (%j) causes no write at all',
    async (channels) => {
      const { notify, log } = await service(channels);
      await notify({ ...notification, meaning: 'settles' }, context);
      await notify({ ...notification, meaning: 'asks' }, context);
      expect(log.logs()).toEqual([]);
    },
  );

  it('finds in the log what was sent, when, and to which channel, but no address', async () => {
    const { notify, log } = await service({ email: true, sms: true });
    await notify(notification, context);
    const state = {
      status: 'SENT',
      sentAt: now,
      eventType: 'FulfilmentReady',
      subject: 'Your order is ready',
    };
    expect(log.logs()).toEqual([
      {
        orderId,
        sortKey: `${now}#${orderId}`,
        messages: ['email', 'sms'].map((channel) => ({ eventId: context.causationId, channel, state })),
      },
    ]);
    expect(JSON.stringify(log.logs())).not.toMatch(/example\.com|\+49/);
  });

  it('costs one claim for all channels, and one record for each', async () => {
    const { contacts, log, mailer, texter } = await service({ email: true, sms: true });
    const calls: string[] = [];
    const counted = {
      ...log,
      claim: (claim: Claim) => (calls.push('claim'), log.claim(claim)),
      record: (message: RecordedMessage) => (calls.push('record'), log.record(message)),
    };
    const ports = { contacts, log: counted, mailer, texter, claimSeconds: 20, ...limits };
    await sendNotification({ ...ports, now: () => now, onRefused: () => undefined })(notification, context);
    expect(calls).toEqual(['claim', 'record', 'record']);
  });
});

describe('an event that is delivered again', () => {
  it('is told once', async () => {
    const { notify, mailer, texter } = await service({ email: true, sms: true });
    await notify(notification, context);
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('at the same time is sent once, and retried until one worker has sent it', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    const results = await Promise.allSettled([notify(notification, context), notify(notification, context)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('is sent again only on the channel that failed', async () => {
    const { notify, mailer, texter, clock } = await service({ email: true, sms: true });
    mailer.behave(outage);
    await expect(notify(notification, context)).rejects.toBe(outage);
    expect([mailer.sent.length, texter.sent.length]).toEqual([0, 1]);
    clock.now = '2026-03-01T09:00:20.000Z';
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('is retried until the claim of a dead worker has expired, and is then sent', async () => {
    const { notify, log, mailer, clock } = await service({ email: true, sms: false });
    await log.claim({ ...claimed, channels: ['email'] });
    await expect(notify(notification, context)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(mailer.sent).toHaveLength(0);
    clock.now = '2026-03-01T09:00:20.000Z';
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('is sent on the free channel while another worker has claimed the other one, and is retried', async () => {
    const { notify, log, mailer, texter, clock } = await service({ email: true, sms: true });
    await log.claim({ ...claimed, channels: ['email'] });
    await expect(notify(notification, context)).rejects.toMatchObject({ code: 'notification.busy' });
    expect([mailer.sent.length, texter.sent.length]).toEqual([0, 1]);
    clock.now = claimed.until;
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('is sent on a channel that was switched on since, and not again on the other channel', async () => {
    const { notify, contacts, mailer, texter } = await service({ email: true, sms: false });
    await notify(notification, context);
    await contacts.save('alice', {
      before: verified({ email: true, sms: false }),
      after: verified({ email: true, sms: true }),
      at: now,
    });
    await notify(notification, context);
    expect([mailer.sent.length, texter.sent.length]).toEqual([1, 1]);
  });

  it('gives way when another worker takes the last channel between two claims', async () => {
    const { contacts, log, mailer, texter, notify } = await service({ email: true, sms: true });
    await log.claim({ ...claimed, channels: ['email'] });
    const raced = {
      ...log,
      claim: async (claim: Claim) => {
        if (!claim.channels.includes('email')) await log.claim({ ...claimed, channels: ['sms'] });
        return log.claim(claim);
      },
    };
    const ports = { contacts, log: raced, mailer, texter, claimSeconds: 20, ...limits };
    const racing = sendNotification({ ...ports, now: () => now, onRefused: () => undefined });
    await expect(racing(notification, context)).rejects.toMatchObject({ code: 'notification.busy' });
    await expect(notify(notification, context)).rejects.toMatchObject({ code: 'notification.busy' });
    expect([mailer.sent.length, texter.sent.length]).toEqual([0, 0]);
  });

  it('comes again when the log refuses more claims than there are channels', async () => {
    const { contacts, log, mailer, texter } = await service({ email: true, sms: true });
    let claims = 0;
    const refusing = {
      ...log,
      claim: async (): Promise<ClaimResult> => {
        claims += 1;
        return { outcome: 'refused', log: { orderId, sortKey: `${now}#${orderId}`, messages: [] } };
      },
    };
    const ports = { contacts, log: refusing, mailer, texter, claimSeconds: 20, ...limits };
    const refused = sendNotification({ ...ports, now: () => now, onRefused: () => undefined });
    await expect(refused(notification, context)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'notification.claim-refused',
    });
    expect([claims, mailer.sent.length, texter.sent.length]).toEqual([2, 0, 0]);
  });

  it('under another id is another message', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(notification, context);
    await notify(notification, { ...context, causationId: 'FulfilmentReady:another' });
    expect(mailer.sent).toHaveLength(2);
  });
});

describe('a message that the provider permanently refuses', () => {
  it('is logged as refused, reported, and not tried again', async () => {
    const { notify, mailer, logged, refused } = await service({ email: true, sms: false });
    mailer.behave({ outcome: 'refused', code: 'MessageRejected' });
    await notify(notification, context);
    await notify(notification, context);
    expect(mailer.sent).toHaveLength(0);
    expect(logged()[0]?.state).toEqual({
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
