import { describe, expect, test } from '@jest/globals';
import { stageSettings } from '../../../../infra/stage-config.ts';
import { nextSteps } from '../../../../scripts/deployment/next-steps.ts';
import { sampleSettings } from '../../../../scripts/deployment/sample-settings.ts';

const deployed = {
  stack: { apiUrl: 'https://api.brezelbar.de', region: 'eu-central-1', tables: {}, queues: {} },
  outputs: {
    'orderly-production-api': { DomainTarget: 'd-1a2b.execute-api.eu-central-1.amazonaws.com' },
    'orderly-production-edge': { ShopDomainTarget: 'd111111abcdef8.cloudfront.net' },
    'orderly-production-data': { StaffPoolId: 'eu-central-1_aBcDeFgHi' },
  },
  settingsFile: '/shop/own.json',
};

describe('the next steps after a deployment', () => {
  test('of production are its DNS records, the confirmation of alarms, the webhook, and the first administrator', () => {
    const settings = stageSettings('production', {}, { file: sampleSettings });

    expect(nextSteps(settings, deployed)).toEqual([
      'Point api.brezelbar.de to d-1a2b.execute-api.eu-central-1.amazonaws.com.',
      'Point shop.brezelbar.de to d111111abcdef8.cloudfront.net.',
      expect.stringContaining('alarm@brezelbar.de'),
      expect.stringContaining('Register https://api.brezelbar.de/webhooks/payments'),
      expect.stringContaining('create the first administrator'),
      expect.stringContaining('EMAIL='),
      '  aws cognito-idp admin-create-user --region eu-central-1 --user-pool-id eu-central-1_aBcDeFgHi ' +
        '--username "$EMAIL" --desired-delivery-mediums EMAIL ' +
        '--user-attributes "Name=email,Value=$EMAIL" Name=email_verified,Value=true',
      '  aws cognito-idp admin-add-user-to-group --region eu-central-1 --user-pool-id eu-central-1_aBcDeFgHi ' +
        '--username "$EMAIL" --group-name admin',
      '  npm run -s token -- --stage production',
    ]);
  });

  test('of a sandbox without settings name the file in which to set an address for alarms', () => {
    expect(nextSteps(stageSettings('sandbox', {}), deployed)[0]).toBe(
      'Nobody is told of alarms. Set "alarmEmail" in /shop/own.json, and deploy again.',
    );
  });

  test('of a sandbox with a distribution name its address, which only the deployment knows', () => {
    const shopUrl = 'https://d111111abcdef8.cloudfront.net';
    const steps = nextSteps(stageSettings('sandbox', {}), {
      ...deployed,
      stack: { ...deployed.stack, shopUrl },
    });
    expect(steps).toContain(
      `To sign in at the shop, add "${shopUrl}/signed-in" to "signInCallbacks" in /shop/own.json, and deploy again.`,
    );
    expect(steps.join()).toContain(
      `add "${shopUrl}/kitchen/signed-in" and "${shopUrl}/operations/signed-in" to "staffSignInCallbacks"`,
    );
  });

  test('of a sandbox with Cognito and no domain name the address to which the shop returns', () => {
    const file = { sandbox: { signInCallbacks: ['http://localhost:8976/callback'] } };
    expect(nextSteps(stageSettings('sandbox', {}, { file }), deployed)).toContain(
      'To sign in at the shop, add "https://api.brezelbar.de/app/signed-in" to "signInCallbacks" in /shop/own.json, and deploy again.',
    );
  });

  test('of a sandbox with a name have it in the command that signs in', () => {
    expect(nextSteps(stageSettings('sandbox', {}, { name: 'alice' }), deployed).at(-1)).toBe(
      '  npm run -s token -- --stage sandbox --name alice',
    );
  });

  test('with a provider of its own name its issuer, instead of commands for Cognito', () => {
    const issuer = (name: string) => ({
      issuer: `https://anmelden.brezelbar.de/${name}`,
      jwksUrl: `https://anmelden.brezelbar.de/${name}/keys`,
      audience: 'orderly',
    });
    const identity = { customers: issuer('kunden'), staff: { ...issuer('team'), rolesClaim: 'groups' } };
    const steps = nextSteps(stageSettings('sandbox', {}, { file: { sandbox: { identity } } }), deployed);

    expect(steps.at(-1)).toBe(
      'Give the first administrator the role "admin" (claim "groups") at https://anmelden.brezelbar.de/team. ' +
        'To sign in: npm run -s token -- --stage sandbox',
    );
    expect(steps).toContain(
      'To sign in at the shop, allow https://api.brezelbar.de/app/signed-in for the client of your identity provider.',
    );
    expect(steps.join()).not.toContain('cognito');
  });
});
