import { describe, expect, it } from '@jest/globals';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { resourcesOf, synthesise, synthesised, type Synthesised } from './synthesised.ts';
import { issuersOf, only, poolOf } from './user-pools.ts';

const loopback = 'http://localhost:8976/callback';

const provider = {
  customers: {
    issuer: 'https://anmelden.brezelbar.de/kunden',
    jwksUrl: 'https://anmelden.brezelbar.de/kunden/keys',
    audience: 'orderly',
  },
  staff: {
    issuer: 'https://anmelden.brezelbar.de/team',
    jwksUrl: 'https://anmelden.brezelbar.de/team/keys',
    audience: 'orderly-team',
    clientId: 'orderly-cli',
    rolesClaim: 'groups',
  },
};
const { signInCallbacks: _callbacks, ...withoutCallbacks } = sampleSettings.production;
/** Production with its own OpenID Connect provider in place of Cognito. */
const withProvider = synthesise('production', {
  file: { production: { ...withoutCallbacks, identity: provider } },
});

describe('the local stage', () => {
  it('has no user pool, and the identity simulator gives every role', () => {
    const local = synthesised('local');

    expect(JSON.stringify(local.templates)).not.toMatch(/AWS::Cognito|AWS::SSM::Parameter"/);
    expect(JSON.stringify(local.templates['api'])).toContain(
      JSON.stringify(
        `/identity/jwks.json","audience":"orderly","roles":["customer","staff","admin"]}]`,
      ).slice(1, -1),
    );
  });
});

describe('callbacks', () => {
  const callbacksOf = (stacks: Synthesised, users: 'customers' | 'staff') => {
    const { CallbackURLs, LogoutURLs } = poolOf(stacks, users).client.Properties;
    expect(LogoutURLs).toEqual(CallbackURLs);
    return CallbackURLs;
  };

  it('of customers are those of the settings, and this machine only in a sandbox', () => {
    expect(callbacksOf(synthesised('production'), 'customers')).toEqual(['https://brezelbar.de/anmelden']);
    expect(callbacksOf(synthesised('sandbox'), 'customers')).toEqual([loopback]);
  });

  it('of staff include this machine, so that `npm run token` works for the first administrator', () => {
    const own = synthesise('production', {
      file: {
        production: { ...sampleSettings.production, staffSignInCallbacks: ['https://team.brezelbar.de/x'] },
      },
    });

    expect(callbacksOf(synthesised('production'), 'staff')).toEqual([loopback]);
    expect(callbacksOf(own, 'staff')).toEqual([loopback, 'https://team.brezelbar.de/x']);
  });
});

describe('mails of Cognito', () => {
  const mails = (file: object) =>
    poolOf(synthesise('sandbox', { file }), 'staff').pool.Properties['EmailConfiguration'];

  it('are sent by Cognito itself in a sandbox without a sender', () => {
    expect(mails({})).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
  });

  it('are sent by the identity that is verified in SES: the domain, if the settings say so', () => {
    const mailSender = 'test@brezelbar.de';
    const arn = JSON.stringify(mails({ sandbox: { mailSender, sesIdentity: 'domain' } }));

    expect(arn).toContain(':identity/brezelbar.de"');
    expect(arn).toContain(mailSender);
  });
});

describe('another provider', () => {
  it('replaces the user pools: its issuers are those of the API', () => {
    const { customers, staff } = provider;
    const { clientId: _own, ...enforced } = staff;

    expect(JSON.stringify(withProvider.templates)).not.toMatch(/AWS::Cognito|cognito-idp|prove-email/);
    expect(issuersOf(withProvider)).toEqual([
      { ...customers, roles: ['customer'] },
      { ...enforced, roles: ['staff', 'admin'] },
    ]);
    const outputs = withProvider.templates['data']?.Outputs ?? {};
    expect(outputs['CustomerIssuer']?.Value).toBe(customers.issuer);
    expect(outputs['StaffIssuer']?.Value).toBe(staff.issuer);
    expect(outputs['StaffClientId']?.Value).toBe('orderly-cli');
    expect(outputs).not.toHaveProperty('CustomerClientId');
  });

  /** The exports of all stacks. CloudFormation refuses to remove or change an export that another stack imports. */
  const exportsOf = ({ templates }: Synthesised) =>
    Object.entries(templates)
      .flatMap(([stack, { Outputs = {} }]) =>
        Object.values(Outputs).flatMap(({ Export, Value }) =>
          Export === undefined ? [] : [`${stack} ${Export.Name} ${JSON.stringify(Value)}`],
        ),
      )
      .toSorted();

  it('can replace Cognito by a deployment, and the other way round: no export depends on it', () => {
    const withPools = synthesised('production');

    expect(exportsOf(withPools).length).toBeGreaterThan(20);
    expect(exportsOf(withProvider)).toEqual(exportsOf(withPools));
    for (const { templates } of [withPools, withProvider]) {
      expect(JSON.stringify(templates['api'])).not.toMatch(/ImportValue[^}]*(Customers|Staff|TokenIssuers)/);
    }
  });

  it('is passed by a parameter that CloudFormation reads again at each deployment of the API', () => {
    for (const stacks of [synthesised('production'), withProvider]) {
      const { Name } = only(resourcesOf(stacks, 'AWS::SSM::Parameter')).Properties;
      const { Parameters = {} } = stacks.templates['api'] as unknown as {
        Parameters?: Record<string, { Type: string; Default: string }>;
      };
      const [id] = Object.entries(Parameters).find(([, { Default }]) => Default === Name)!;
      const verifying = resourcesOf(stacks, 'AWS::Lambda::Function').filter(
        ({ Properties }) =>
          (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables['AUTH_ISSUERS'],
      );

      expect(Name).toBe('/orderly/production/token-issuers');
      expect(Parameters[id]?.Type).toBe('AWS::SSM::Parameter::Value<String>');
      expect(verifying.length).toBeGreaterThan(10);
      for (const { Properties } of verifying) {
        expect(Properties['Environment']).toMatchObject({ Variables: { AUTH_ISSUERS: { Ref: id } } });
      }
    }
  });
});
