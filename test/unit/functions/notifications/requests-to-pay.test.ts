import { describe, expect, it } from '@jest/globals';
import type { Notification } from '../../../../functions/notifications/domain/notification.ts';
import { claimed, context, notification, outage, service } from '../../../support/notifications.ts';

describe('a request to pay', () => {
  const asks: Notification = { ...notification, eventType: 'PaymentLinkCreated', meaning: 'asks' };
  const settles: Notification = { ...notification, eventType: 'OrderPaid', meaning: 'settles' };

  it('is sent while the order is open', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(asks, context);
    expect(mailer.sent).toHaveLength(1);
  });

  it('is not sent once the order is settled, but the message that settles it is', async () => {
    const { notify, mailer, logged } = await service({ email: true, sms: true });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent).toHaveLength(1);
    expect(logged().map(({ eventId }) => eventId)).toEqual(['OrderPaid:1', 'OrderPaid:1']);
  });

  it('is sent if another order was settled', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify({ ...settles, orderId: 'another' }, { ...context, causationId: 'OrderPaid:another' });
    await notify(asks, context);
    expect(mailer.sent).toHaveLength(2);
  });

  it('is not sent after the settling event was delivered again', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent).toHaveLength(1);
  });

  it('is not sent again after a crash if the order was settled meanwhile', async () => {
    const { notify, log, mailer, clock } = await service({ email: true, sms: false });
    await log.claim({ ...claimed, eventId: 'PaymentLinkCreated:1', channels: ['email'], meaning: 'asks' });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    clock.now = claimed.until;
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent.map(({ content }) => content.subject)).toEqual([settles.content.subject]);
  });

  it('that another worker is sending is acknowledged once the order is settled', async () => {
    const { notify, log } = await service({ email: true, sms: true });
    await log.claim({ ...claimed, eventId: 'PaymentLinkCreated:1', channels: ['email'], meaning: 'asks' });
    await notify(settles, { ...context, causationId: 'OrderPaid:1' });
    await expect(notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' })).resolves.toBeUndefined();
  });

  it('is not sent even if sending the settling message failed', async () => {
    const { notify, mailer } = await service({ email: true, sms: false });
    mailer.behave(outage);
    await expect(notify(settles, { ...context, causationId: 'OrderPaid:1' })).rejects.toBe(outage);
    await notify(asks, { ...context, causationId: 'PaymentLinkCreated:1' });
    expect(mailer.sent).toHaveLength(0);
  });
});
