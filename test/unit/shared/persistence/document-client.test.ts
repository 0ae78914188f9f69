import { describe, expect, it } from '@jest/globals';
import { documentClient, singleAttemptClient } from '../../../../shared/persistence/document-client.ts';

describe('the DynamoDB client', () => {
  it('repeats what failed, but for the one that must not', async () => {
    expect(await documentClient.config.maxAttempts()).toBeGreaterThan(1);
    expect(await singleAttemptClient().config.maxAttempts()).toBe(1);
  });
});
