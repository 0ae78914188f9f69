import { describe, expect, test } from '@jest/globals';
import { addressList, shopAddress } from '../../../../scripts/deployment/addresses.ts';
import { describeStack } from '../../../../scripts/deployment/outputs.ts';

const RestApiUrl = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/';
const describeWith = (edge: Record<string, string>) =>
  describeStack({ api: { RestApiUrl }, edge }, { region: 'eu-central-1' });

describe('the addresses that a deployment prints', () => {
  test('are those of the distribution first, and say who uses the address of the API', () => {
    const stack = describeWith({ ShopUrl: 'https://d111111abcdef8.cloudfront.net' });
    expect(addressList(stack).split('\n')).toEqual([
      'Shop           https://d111111abcdef8.cloudfront.net/',
      'Kitchen        https://d111111abcdef8.cloudfront.net/kitchen/',
      'Operations     https://d111111abcdef8.cloudfront.net/operations/',
      'API            https://d111111abcdef8.cloudfront.net/v1',
      'API, directly  https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1 (for signed requests of partners, and for webhooks)',
    ]);
  });

  test('are those of the API, if the stage has no distribution', () => {
    const stack = describeWith({});
    expect(shopAddress(stack)).toBe('https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/app');
    expect(addressList(stack)).toMatch(/^Shop +https:\/\/a1b2c3.*\/v1\/app\/\n/);
    expect(addressList(stack)).toMatch(/\nAPI +https:\/\/a1b2c3.*\/v1$/);
  });
});
