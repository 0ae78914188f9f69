import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addSeconds } from '../../../../shared/kernel/clock.ts';
import { now, service } from '../../../support/notifications.ts';

/** Returns a function that notifies Alice of the `n`-th event about an order, `atSecond` seconds after the start. */
const tellOf =
  (world: Awaited<ReturnType<typeof service>>) => (order: number, n: number, atSecond: number) => {
    world.clock.now = addSeconds(now, atSecond);
    const orderId = `order-${order}`;
    const content = { subject: 'S', paragraphs: ['P'], sms: 'S' };
    return world.notify(
      { eventType: 'PaymentFailed', orderId, customerId: 'alice', meaning: 'neither', content },
      { correlationId: 'c', causationId: `PaymentFailed:${orderId}:${n}`, sentAt: now },
    );
  };

describe('the messages of a customer', () => {
  it('never exceed the limit of 120 about the orders of a day, in whatever order and however many events come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 11 }), { minLength: 150, maxLength: 400 }),
        fc.constantFrom({ email: true, sms: false }, { email: true, sms: true }),
        async (orders, channels) => {
          const world = await service(channels);
          const tell = tellOf(world);
          for (const [n, order] of orders.entries()) await tell(order, n, n);
          expect(world.mailer.sent.length + world.texter.sent.length).toBeLessThanOrEqual(120);
          expect(world.suppressed.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('about one order never exceed it either', async () => {
    const world = await service({ email: true, sms: false });
    const tell = tellOf(world);
    for (let n = 0; n < 150; n += 1) await tell(0, n, n);
    expect(world.mailer.sent).toHaveLength(60);
  });

  it('about a few orders are sent, and suppressed ones are recorded and not sent when they are delivered again', async () => {
    const world = await service({ email: true, sms: false });
    const tell = tellOf(world);
    for (let order = 0; order < 10; order += 1) {
      for (let n = 0; n < 6; n += 1) await tell(order, n, order * 60 + n);
    }
    expect(world.mailer.sent).toHaveLength(60);
    expect(world.suppressed).toEqual([]);
    await tell(10, 0, 700);
    await tell(10, 0, 701);
    expect(world.mailer.sent).toHaveLength(60);
    expect(world.suppressed).toEqual([{ eventId: 'PaymentFailed:order-10:0', channel: 'email' }]);
    expect(world.logged().at(-1)?.state).toEqual({
      status: 'SUPPRESSED',
      suppressedAt: addSeconds(now, 700),
    });
  });

  it('are sent again on the next day', async () => {
    const world = await service({ email: true, sms: false });
    const tell = tellOf(world);
    for (let order = 0; order < 70; order += 1) await tell(order, 0, order);
    expect(world.mailer.sent).toHaveLength(60);
    await tell(100, 0, 86_400 + 70);
    expect(world.mailer.sent).toHaveLength(61);
  });

  it('of another customer do not count', async () => {
    const world = await service({ email: true, sms: false });
    for (let order = 0; order < 70; order += 1) {
      await world.log.claim({
        orderId: `other-${order}`,
        customerId: 'bob',
        eventId: 'e',
        channels: ['email'],
        meaning: 'neither',
        now,
        until: now,
      });
    }
    await tellOf(world)(0, 0, 10);
    expect(world.mailer.sent).toHaveLength(1);
  });
});
