import { describe, expect, it } from '@jest/globals';
import { reachableApiUrl } from '../../../../shared/config/env.ts';

const URL_ON_AWS = 'https://abc123.execute-api.us-east-1.amazonaws.com/v1/identity/jwks.json';

describe('the address of an API', () => {
  it('is its own on AWS', () => {
    expect(reachableApiUrl(URL_ON_AWS, undefined)).toBe(URL_ON_AWS);
    expect(reachableApiUrl(URL_ON_AWS, '')).toBe(URL_ON_AWS);
  });

  it('is the path-style one beside an emulator', () => {
    expect(reachableApiUrl(URL_ON_AWS, 'http://localhost:4566/')).toBe(
      'http://localhost:4566/_aws/execute-api/abc123/v1/identity/jwks.json',
    );
  });

  it('is the path-style one also if LocalStack has replaced the domain', () => {
    const replaced = 'https://abc123.execute-api.localhost.localstack.cloud:4566/v1/identity/jwks.json';
    expect(reachableApiUrl(replaced, 'http://localhost:4566')).toBe(
      'http://localhost:4566/_aws/execute-api/abc123/v1/identity/jwks.json',
    );
    const other = 'https://abc123.execute-api.localhost.localstack.cloud.evil.example/v1/x';
    expect(reachableApiUrl(other, 'http://localhost:4566')).toBe(other);
  });

  it('is left alone where it is no API of ours', () => {
    const issuer = 'https://issuer.example/.well-known/jwks.json';
    expect(reachableApiUrl(issuer, 'http://localhost:4566')).toBe(issuer);
  });
});
