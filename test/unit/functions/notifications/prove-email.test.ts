import { describe, expect, it } from '@jest/globals';
import { handler } from '../../../../functions/notifications/lambdas/prove-email.ts';
import { lambdaContext } from '../../../support/lambda-events.ts';

/** A shortened event from the Cognito developer guide ("Pre token generation Lambda trigger", version 2). */
const eventWith = (userAttributes: Readonly<Record<string, string>>) => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_aBcDeFgHi',
  userName: '2f7b7a52-0000-7000-8000-000000000001',
  request: { userAttributes, groupConfiguration: { groupsToOverride: [] }, scopes: ['openid', 'email'] },
  response: { claimsAndScopeOverrideDetails: null },
});

const accessClaims = async (attributes: Readonly<Record<string, string>>) => {
  const { response } = await handler(eventWith(attributes), lambdaContext());
  const { claimsAndScopeOverrideDetails: details } = response as unknown as {
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride?: object } };
  };
  return details.accessTokenGeneration.claimsToAddOrOverride;
};

describe('the access token of a customer', () => {
  it('proves an address that Cognito has verified', async () => {
    expect(await accessClaims({ email: 'alice@brezelbar.de', email_verified: 'true' })).toEqual({
      email: 'alice@brezelbar.de',
      email_verified: true,
    });
  });

  it.each([
    ['that is not verified', { email: 'alice@brezelbar.de', email_verified: 'false' }],
    ['of which Cognito does not say whether it is verified', { email: 'alice@brezelbar.de' }],
    ['that is missing', { email_verified: 'true' }],
  ])('does not mention an address %s', async (_case, attributes: Readonly<Record<string, string>>) => {
    expect(await accessClaims(attributes)).toBeUndefined();
  });

  it('keeps the rest of the event, which Cognito wants back', async () => {
    const event = eventWith({ email: 'alice@brezelbar.de', email_verified: 'true' });
    expect(await handler(event, lambdaContext())).toMatchObject({ ...event, response: expect.anything() });
  });
});
