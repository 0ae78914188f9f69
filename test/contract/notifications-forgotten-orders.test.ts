import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import type { MessageLog } from '../../functions/notifications/domain/message-log.ts';
import { memoryMessageLog } from '../support/memory/notifications-stores.ts';
import { claimOf, later, muchLater, noon, sent } from '../support/message-log.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

describe.each<[string, () => Promise<MessageLog>]>([
  ['in memory', async () => memoryMessageLog()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('notifications');
      tables.push(table);
      return dynamoMessageLog(table.client, table.name, 365);
    },
  ],
])('the message log %s', (_where, create) => {
  let log: MessageLog;
  beforeAll(async () => {
    log = await create();
  });

  describe('an order whose customer is forgotten', () => {
    it("leaves the customer's list, keeps its messages, and takes no later claim", async () => {
      await log.claim(claimOf('forgotten', { customerId: 'leaving' }));
      await log.record(sent('forgotten'));
      await log.forget('forgotten', later);
      await log.forget('forgotten', muchLater);
      const left = {
        orderId: 'forgotten',
        sortKey: '',
        forgottenAt: later,
        messages: [
          { eventId: 'FulfilmentReady:forgotten', channel: 'email', state: sent('forgotten').outcome },
        ],
      };
      const next = claimOf('forgotten', { customerId: 'leaving', eventId: 'OrderCompleted:forgotten' });
      expect(await log.claim(next)).toEqual({ outcome: 'refused', log: left });
      expect((await log.loadMany(['forgotten']))[0]).toEqual(left);
      expect(await log.sortKeysOfCustomer('leaving', { limit: 10 })).toEqual({ items: [] });
    });

    it('takes no claim even if it had no log', async () => {
      await log.forget('forgotten-first', noon);
      const answer = await log.claim(claimOf('forgotten-first', { customerId: 'leaving' }));
      const left = { orderId: 'forgotten-first', sortKey: '', forgottenAt: noon, messages: [] };
      expect(answer).toEqual({ outcome: 'refused', log: left });
      expect(await log.sortKeysOfCustomer('leaving', { limit: 10 })).toEqual({ items: [] });
    });
  });
});
