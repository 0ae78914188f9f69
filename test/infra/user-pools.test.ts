import { describe, expect, it } from '@jest/globals';
import { list, statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';
import { issuersOf, only, poolOf, signInOf } from './user-pools.ts';

const stages = ['sandbox', 'production'] as const;

describe.each(stages)('the user pools of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const { name, keepData } = stacks.settings;

  it('are two, for customers and for staff, and nothing else of Cognito exists', () => {
    const types = Object.values(stacks.templates)
      .flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type))
      .filter((type) => type.startsWith('AWS::Cognito::'));

    expect(types.toSorted()).toEqual([
      'AWS::Cognito::ManagedLoginBranding',
      'AWS::Cognito::ManagedLoginBranding',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolGroup',
      'AWS::Cognito::UserPoolGroup',
    ]);
  });

  describe.each(['customers', 'staff'] as const)('the pool of %s', (users) => {
    const { pool, client, domain, style } = poolOf(stacks, users);

    it('has users who sign in by a verified e-mail address, whatever its case', () => {
      expect(pool.Properties).toMatchObject({
        UserPoolName: `orderly-${name}-${users}`,
        UserPoolTier: 'ESSENTIALS',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        Schema: [{ Name: 'email', Required: true, Mutable: true }],
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      });
      expect(pool.Properties).not.toHaveProperty('AliasAttributes');
      expect(pool.Properties).not.toHaveProperty('SmsConfiguration');
    });

    it('accepts long passwords only', () => {
      expect(pool.Properties['Policies']).toMatchObject({
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 3,
        },
      });
    });

    it('is kept and protected only in production', () => {
      expect(pool.Properties['DeletionProtection']).toBe(keepData ? 'ACTIVE' : 'INACTIVE');
      expect(pool.DeletionPolicy).toBe(keepData ? 'Retain' : 'Delete');
      expect(pool.UpdateReplacePolicy).toBe(keepData ? 'Retain' : 'Delete');
    });

    it('has a public client: authorization code, no implicit grant, no example callback', () => {
      expect(client.Properties).toMatchObject({
        GenerateSecret: false,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        SupportedIdentityProviders: ['COGNITO'],
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      });
      expect(JSON.stringify(client.Properties)).not.toContain('example.com');
    });

    it('lets its client read the address and whether it is verified, and write only the address', () => {
      expect(client.Properties['ReadAttributes']).toEqual(['email', 'email_verified']);
      expect(client.Properties['WriteAttributes']).toEqual(['email']);
    });

    it('has managed login with a style, at an address that no other account uses', () => {
      expect(domain.Properties['ManagedLoginVersion']).toBe(2);
      const account = stage === 'production' ? '210987654321' : { Ref: 'AWS::AccountId' };
      const prefix = `orderly-${name}-${users}-`;
      expect(domain.Properties['Domain']).toEqual(
        typeof account === 'string' ? `${prefix}${account}` : { 'Fn::Join': ['', [prefix, account]] },
      );
      expect(style.Properties).toMatchObject({ UseCognitoProvidedValues: true });
      expect(referenced(style.Properties['ClientId'])).toBe(client.id);
    });

    it('sends its mails by SES, from the sender of the stage', () => {
      expect(pool.Properties['EmailConfiguration']).toMatchObject({
        EmailSendingAccount: 'DEVELOPER',
        From: stacks.settings.mailSender,
      });
      expect(JSON.stringify(pool.Properties['EmailConfiguration'])).toContain(
        `:identity/${stacks.settings.mailSender}`,
      );
    });
  });

  it('let people sign in at the pages, whose function knows where', () => {
    const pools = { customers: poolOf(stacks, 'customers'), staff: poolOf(stacks, 'staff') };
    const at = ({ pool, client, domain }: typeof pools.staff) => ({
      issuer: `<${pool.id}.ProviderURL>`,
      clientId: `<${client.id}>`,
      origins: [expect.stringContaining(`<${domain.id}>.auth.`)],
    });
    expect(signInOf(stacks)).toEqual({ customers: at(pools.customers), staff: at(pools.staff) });
    const serving = only(
      resourcesOf(stacks, 'AWS::Lambda::Function').filter(({ Properties }) =>
        String(Properties['FunctionName']).endsWith('-pages-serve-pages'),
      ),
    );
    const { SIGN_IN } = (serving.Properties['Environment'] as { Variables: Record<string, unknown> })
      .Variables;
    expect(JSON.stringify(SIGN_IN)).toContain('signin');
  });

  it('let sign-ins return to the pages of those people alone, on a stage with a domain', () => {
    const { domain, shopDomain } = stacks.settings;
    const returns = (users: 'customers' | 'staff') => {
      const { Properties } = poolOf(stacks, users).client;
      expect(Properties['LogoutURLs']).toEqual(Properties['CallbackURLs']);
      return list(Properties['CallbackURLs']).filter((url) => String(url).endsWith('/signed-in'));
    };
    const at = (...paths: readonly string[]) => [
      ...paths.flatMap((path) => (shopDomain === undefined ? [] : [`https://${shopDomain.name}/${path}`])),
      ...paths.flatMap((path) => (domain === undefined ? [] : [`https://${domain.name}/app/${path}`])),
    ];
    expect(returns('customers')).toEqual(at('signed-in'));
    expect(returns('staff')).toEqual(at('kitchen/signed-in', 'operations/signed-in'));
  });

  it('let customers sign up themselves, and sign in with a code by e-mail', () => {
    const { pool, client } = poolOf(stacks, 'customers');

    expect(pool.Properties['AdminCreateUserConfig']).toMatchObject({ AllowAdminCreateUserOnly: false });
    expect(pool.Properties['Policies']).toMatchObject({
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
    });
    // A user who has a second factor cannot sign in with a code by e-mail, because Cognito refuses this.
    expect(pool.Properties['MfaConfiguration']).toBe('OFF');
    expect(client.Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 30 * 24 * 60,
    });
  });

  it('let nobody sign up as staff, and require a second factor of staff', () => {
    const { pool, client } = poolOf(stacks, 'staff');

    expect(pool.Properties['AdminCreateUserConfig']).toMatchObject({ AllowAdminCreateUserOnly: true });
    expect(pool.Properties['MfaConfiguration']).toBe('ON');
    expect(pool.Properties['EnabledMfas']).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(pool.Properties['Policies']).not.toHaveProperty('SignInPolicy');
    expect(pool.Properties).not.toHaveProperty('LambdaConfig');
    expect(client.Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 8 * 60,
    });
  });

  it('have the groups staff and admin, of staff alone', () => {
    const { pool } = poolOf(stacks, 'staff');
    const groups = resourcesOf(stacks, 'AWS::Cognito::UserPoolGroup');

    expect(groups.map(({ Properties }) => Properties['GroupName']).toSorted()).toEqual(['admin', 'staff']);
    expect(groups.map(({ Properties }) => referenced(Properties['UserPoolId']))).toEqual([pool.id, pool.id]);
  });

  it('have a function that proves the address of customers in access tokens, and Cognito may call it', () => {
    const { pool } = poolOf(stacks, 'customers');
    const proving = only(
      resourcesOf(stacks, 'AWS::Lambda::Function').filter(
        ({ Properties }) => Properties['FunctionName'] === `orderly-${name}-notifications-prove-email`,
      ),
    );
    const permissions = resourcesOf(stacks, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => referenced(Properties['FunctionName']) === proving.id,
    );
    const role = resourcesOf(stacks, 'AWS::IAM::Role').find(
      ({ id }) => id === referenced(proving.Properties['Role']),
    );

    expect(pool.Properties['LambdaConfig']).toEqual({
      PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [proving.id, 'Arn'] }, LambdaVersion: 'V2_0' },
    });
    expect(only(permissions).Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [pool.id, 'Arn'] },
    });
    expect(statementsOf(role).flatMap(({ Action }) => list(Action).map(String))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('are the issuers of the API, each with its own client and roles', () => {
    const from = (users: 'customers' | 'staff') => {
      const { pool, client } = poolOf(stacks, users);
      const issuer = `<${pool.id}.ProviderURL>`;
      return { issuer, jwksUrl: `${issuer}/.well-known/jwks.json`, clientId: `<${client.id}>` };
    };

    expect(issuersOf(stacks)).toEqual([
      { ...from('customers'), roles: ['customer'] },
      { ...from('staff'), roles: ['staff', 'admin'], rolesClaim: 'cognito:groups' },
    ]);
  });

  it('have outputs, with which programs sign in', () => {
    const outputs = stacks.templates['data']?.Outputs ?? {};
    const value = (id: string) => outputs[id]?.Value;

    for (const [prefix, users] of [
      ['Customer', 'customers'],
      ['Staff', 'staff'],
    ] as const) {
      const { pool, client } = poolOf(stacks, users);
      expect(value(`${prefix}PoolId`)).toEqual({ Ref: pool.id });
      expect(value(`${prefix}Issuer`)).toEqual({ 'Fn::GetAtt': [pool.id, 'ProviderURL'] });
      expect(value(`${prefix}ClientId`)).toEqual({ Ref: client.id });
    }
  });
});
