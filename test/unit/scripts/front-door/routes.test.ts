import { describe, expect, it } from '@jest/globals';
import { pathOnEmulator } from '../../../../scripts/front-door/server.ts';

describe('a route without a prefix', () => {
  const withShop = { '/v1': '/_aws/execute-api/abc/v1', '': '/_aws/execute-api/abc/v1/app' };

  it.each([
    ['/', '/_aws/execute-api/abc/v1/app/'],
    ['/orders/1?code=2', '/_aws/execute-api/abc/v1/app/orders/1?code=2'],
    ['/v1/orders', '/_aws/execute-api/abc/v1/orders'],
    ['/v10', '/_aws/execute-api/abc/v1/app/v10'],
    ['/_ministack/reset', '/_aws/execute-api/abc/v1/app/_ministack/reset'],
    ['/../../../../_ministack/reset', '/_aws/execute-api/abc/v1/app/_ministack/reset'],
    [String.raw`/..\%2e%2e/_ministack/reset`, '/_aws/execute-api/abc/v1/app/_ministack/reset'],
  ])('gets all other paths, and lets none out: %s', (path, onEmulator) => {
    expect(pathOnEmulator(withShop, path)).toBe(onEmulator);
  });
});
