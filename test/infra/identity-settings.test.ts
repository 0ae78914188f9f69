import { describe, expect, it } from '@jest/globals';
import { stageSettings } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

describe('the identity provider in the settings', () => {
  const issuer = (name: string) => ({
    issuer: `https://anmelden.brezelbar.de/${name}`,
    jwksUrl: `https://anmelden.brezelbar.de/${name}/keys`,
    audience: 'orderly',
  });
  const identity = { customers: issuer('kunden'), staff: issuer('team') };
  const settingsWith = (changed: object) => stageSettings('sandbox', {}, { file: { sandbox: changed } });

  it('replaces Cognito, and production then needs no callbacks', () => {
    const { signInCallbacks: _none, ...production } = sampleSettings.production;

    expect(
      stageSettings('production', {}, { file: { production: { ...production, identity } } }).identity,
    ).toEqual({ kind: 'oidc', issuers: identity });
    expect(settingsWith({}).identity.kind).toBe('cognito');
  });

  it.each([
    ['has an issuer for both', { customers: issuer('team') }, /identity\.staff\.issuer: is also the issuer/],
    [
      'has no https',
      { staff: { ...issuer('team'), issuer: 'http://anmelden.brezelbar.de' } },
      /staff\.issuer/,
    ],
    ['has a query', { staff: { ...issuer('team'), issuer: 'https://brezelbar.de/?a=1' } }, /no query/],
    ['lacks the keys', { staff: { ...issuer('team'), jwksUrl: undefined } }, /staff\.jwksUrl: .*"jwks_uri"/],
    ['lacks an audience', { customers: { ...issuer('kunden'), audience: undefined } }, /customers\.audience/],
    ['gives customers roles', { customers: { ...issuer('kunden'), rolesClaim: 'a' } }, /rolesClaim/],
  ])('is refused if it %s', (_case, change, message) => {
    expect(() => settingsWith({ identity: { ...identity, ...change } })).toThrow(message);
  });

  it.each([
    ['signInCallbacks', ['https://brezelbar.de/anmelden']],
    ['staffSignInCallbacks', ['https://brezelbar.de/anmelden']],
    ['sesIdentity', 'domain'],
  ])('excludes %s, which only Cognito needs', (name, value) => {
    expect(() => settingsWith({ identity, mailSender: 'a@brezelbar.de', [name]: value })).toThrow(
      new RegExp(`sandbox\\.${name}: is for Cognito`),
    );
  });

  it('of SES needs the sender', () => {
    expect(() => settingsWith({ sesIdentity: 'domain' })).toThrow(/sandbox\.sesIdentity: .*"mailSender"/);
  });

  it('accepts callbacks on this machine and in apps', () => {
    const signInCallbacks = ['http://localhost:3000/signed-in', 'com.brezelbar.app://signed-in'];

    expect(settingsWith({ signInCallbacks }).identity).toMatchObject({
      callbacks: { customers: signInCallbacks, staff: ['http://localhost:8976/callback'] },
    });
  });
});
