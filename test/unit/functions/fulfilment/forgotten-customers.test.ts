import { describe, expect, it } from '@jest/globals';
import { kitchen } from '../../../support/kitchen.ts';

describe('the ticket of a forgotten customer', () => {
  it('keeps its note for the kitchen, is prepared under the pseudonym, and ends without the note', async () => {
    const service = kitchen();
    await service.paid();
    await service.anonymised();
    expect(service.stored()).toMatchObject({ customerId: 'erased-1', note: 'no sugar' });
    await service.start();
    await service.preparing();
    await service.ready();
    await service.complete();
    expect(service.published.map(({ data }) => data)).toEqual([
      expect.objectContaining({ customerId: 'erased-1' }),
      expect.objectContaining({ customerId: 'erased-1' }),
      expect.objectContaining({ customerId: 'erased-1' }),
    ]);
    expect(JSON.stringify(service.stored())).not.toMatch(/alice|no sugar/);
  });

  it('is changed once', async () => {
    const service = kitchen();
    await service.paid();
    await service.anonymised();
    await service.anonymised();
    expect(service.version()).toBe(2);
  });

  it('is waited for while OrderPaid has yet to open it', async () => {
    const service = kitchen();
    await expect(service.anonymised()).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'ticket.not-opened-yet',
    });
    await service.paid();
    await service.anonymised();
    expect(service.stored()).toMatchObject({ customerId: 'erased-1' });
  });

  it('needs nothing if a cancellation came first', async () => {
    const service = kitchen();
    await service.cancelled();
    await service.anonymised();
    await service.paid();
    expect(service.stored()).toMatchObject({ status: 'TOMBSTONE' });
    expect(service.version()).toBe(1);
  });
});
