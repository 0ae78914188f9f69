import { describe, expect, it } from '@jest/globals';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { list, statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised, type Resource, type Synthesised } from './synthesised.ts';
import { issuersOf, only, parametersNamed, poolOf } from './user-pools.ts';
import { variant } from './variant.ts';

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
const withProvider = await variant('production', {
  file: { production: { ...withoutCallbacks, identity: provider } },
});

describe('the local stage', () => {
  it('has no user pool, and the identity simulator gives every role', () => {
    const local = synthesised('local');

    expect(JSON.stringify(local.templates)).not.toMatch(/AWS::Cognito|token-issuers/);
    expect(JSON.stringify(local.templates['api'])).toContain(
      JSON.stringify(`}],"audience":"orderly","roles":["customer","staff","admin"]}]`).slice(1, -1),
    );
  });
});

describe('callbacks', () => {
  const callbacksOf = (stacks: Synthesised, users: 'customers' | 'staff') => {
    const { CallbackURLs, LogoutURLs } = poolOf(stacks, users).client.Properties;
    expect(LogoutURLs).toEqual(CallbackURLs);
    return CallbackURLs;
  };

  it('of customers are those of the settings and the shop, and this machine only in a sandbox', () => {
    expect(callbacksOf(synthesised('production'), 'customers')).toEqual([
      'https://brezelbar.de/anmelden',
      'https://shop.brezelbar.de/signed-in',
      'https://api.brezelbar.de/app/signed-in',
    ]);
    expect(callbacksOf(synthesised('sandbox'), 'customers')).toEqual([loopback]);
  });

  it('of staff include this machine, so that `npm run token` works for the first administrator, and the pages', async () => {
    const pages = ['https://shop.brezelbar.de', 'https://api.brezelbar.de/app'].flatMap((home) =>
      ['kitchen', 'operations'].map((page) => `${home}/${page}/signed-in`),
    );
    const own = await variant('production', {
      file: {
        production: { ...sampleSettings.production, staffSignInCallbacks: ['https://team.brezelbar.de/x'] },
      },
    });

    expect(callbacksOf(synthesised('production'), 'staff')).toEqual([loopback, ...pages]);
    expect(callbacksOf(own, 'staff')).toEqual([loopback, 'https://team.brezelbar.de/x', ...pages]);
  });
});

describe('mails of Cognito', () => {
  const mails = async (file: object) =>
    poolOf(await variant('sandbox', { file }), 'staff').pool.Properties['EmailConfiguration'];

  it('are sent by Cognito itself in a sandbox without a sender', async () => {
    expect(await mails({})).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
  });

  it('are sent by the identity that is verified in SES: the domain, if the settings say so', async () => {
    const mailSender = 'test@brezelbar.de';
    const arn = JSON.stringify(await mails({ sandbox: { mailSender, sesIdentity: 'domain' } }));

    expect(arn).toContain(':identity/brezelbar.de"');
    expect(arn).toContain(mailSender);
  });
});

describe('another provider', () => {
  it('replaces the user pools: its issuers are those of the API', async () => {
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

  it('can replace Cognito by a deployment, and the other way round: no export depends on it', async () => {
    const withPools = synthesised('production');

    expect(exportsOf(withPools).length).toBeGreaterThan(20);
    expect(exportsOf(withProvider)).toEqual(exportsOf(withPools));
    for (const { templates } of [withPools, withProvider]) {
      expect(JSON.stringify(templates['api'])).not.toMatch(/ImportValue[^}]*(Customer|Staff|TokenIssuers)/);
    }
  });

  it('is passed by a parameter that CloudFormation reads again at each deployment of the API', async () => {
    for (const stacks of [synthesised('production'), withProvider]) {
      const Name = '/orderly/production/token-issuers';
      const { Parameters = {} } = stacks.templates['api']!;
      const [id] = Object.entries(Parameters).find(([, { Default }]) => Default === Name)!;
      const verifying = resourcesOf(stacks, 'AWS::Lambda::Function').filter(
        ({ Properties }) =>
          (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables['AUTH_ISSUERS'],
      );

      expect(parametersNamed(stacks, Name)).toHaveLength(1);
      expect(Parameters[id]?.Type).toBe('AWS::SSM::Parameter::Value<String>');
      expect(verifying.length).toBeGreaterThan(10);
      for (const { Properties } of verifying) {
        expect(Properties['Environment']).toMatchObject({ Variables: { AUTH_ISSUERS: { Ref: id } } });
      }
    }
  });
});

describe('the account of a customer who is forgotten', () => {
  const pool = '/orderly/production/customer-pool';
  /** The roles that may call Cognito, each with the actions of Cognito that it may use, and on which resource. */
  const deleting = (stacks: Synthesised) =>
    resourcesOf(stacks, 'AWS::IAM::Role').flatMap((role) =>
      statementsOf(role)
        .filter(({ Action }) => list(Action).some((action) => String(action).startsWith('cognito-idp:')))
        .map(({ Action, Resource }) => ({ role: role.id, Action, Resource })),
    );
  const erasing = (stacks: Synthesised) =>
    only(
      resourcesOf(stacks, 'AWS::Lambda::Function').filter(({ Properties }) =>
        String(Properties['FunctionName']).endsWith('-orders-erase-customer'),
      ),
    );
  const variablesOf = ({ Properties }: Resource) =>
    (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

  it.each(['sandbox', 'production'] as const)(
    'can be deleted by one function, in the pool of customers alone, on stage %s',
    (stage) => {
      const stacks = synthesised(stage);
      const parameter = only(parametersNamed(stacks, `/orderly/${stacks.settings.name}/customer-pool`));
      const { Parameters = {} } = stacks.templates['api']!;
      const [id, { Type } = { Type: '' }] =
        Object.entries(Parameters).find(([, { Default }]) => Default === parameter.Properties['Name']) ?? [];
      const { Action, Resource, role } = only(deleting(stacks));

      expect(parameter.Properties['Value']).toEqual({ Ref: poolOf(stacks, 'customers').pool.id });
      expect(Type).toBe('AWS::SSM::Parameter::Value<String>');
      expect(variablesOf(erasing(stacks))['CUSTOMER_POOL_ID']).toEqual({ Ref: id });
      expect(role).toBe(referenced(erasing(stacks).Properties['Role']));
      expect(Action).toBe('cognito-idp:AdminDeleteUser');
      const [, parts] = (Resource as { 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'];
      expect(parts.at(-1)).toEqual({ Ref: id });
      expect(JSON.stringify(parts.slice(0, -1))).toMatch(/:cognito-idp:.*:userpool\/"\]$/);
    },
  );

  it.each([
    ['another provider', withProvider],
    ['the simulator', synthesised('local')],
  ])('is no matter of Orderly with %s', (_, stacks) => {
    expect(deleting(stacks)).toEqual([]);
    expect(variablesOf(erasing(stacks))).not.toHaveProperty('CUSTOMER_POOL_ID');
    expect(parametersNamed(stacks, pool)).toEqual([]);
    expect(JSON.stringify(stacks.templates)).not.toContain('customer-pool');
  });

  it('is deleted by the same function for both routes', async () => {
    const stacks = synthesised('production');
    const methods = resourcesOf(stacks, 'AWS::ApiGateway::Method').filter(
      ({ Properties }) =>
        Properties['HttpMethod'] === 'DELETE' &&
        JSON.stringify(Properties['Integration']).includes(erasing(stacks).id),
    );
    expect(methods).toHaveLength(2);
  });
});
