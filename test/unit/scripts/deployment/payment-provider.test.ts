import { describe, expect, test } from '@jest/globals';
import { rotated } from '../../../../scripts/deployment/payment-provider.ts';

const registered = { apiKey: 'key', webhookSecret: 'whsec_new' };

describe('the payment provider secret after a registration', () => {
  test('holds the signing secret the first time', () => {
    expect(rotated({}, registered)).toEqual({ apiKey: 'key', webhookSecrets: ['whsec_new'] });
  });

  test('stays as it is when nothing changed', () => {
    expect(
      rotated({ apiKey: 'key', webhookSecrets: ['whsec_new', 'whsec_old'] }, registered),
    ).toBeUndefined();
  });

  test('keeps the previous signing secret beside a new one, and no third', () => {
    const current = { apiKey: 'key', webhookSecrets: ['whsec_old', 'whsec_older'] };
    expect(rotated(current, registered)?.webhookSecrets).toEqual(['whsec_new', 'whsec_old']);
  });
});
