import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClientIdentityProvider,
  UserPoolEmail,
  UserPoolGroup,
  UserPoolOperation,
  type UserPoolClient,
  type UserPoolClientOptions,
  type UserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { knownHomes, returnPaths } from '../short-addresses.ts';
import type { Identity, StageSettings } from '../stage-config.ts';
import { ServiceFunction } from './service-function.ts';

type Cognito = Extract<Identity, { readonly kind: 'cognito' }>;

/** The options that differ between the two pools. */
interface PoolOptions {
  readonly settings: StageSettings;
  readonly identity: Cognito;
  /** Who has an account in the pool. */
  readonly users: 'customers' | 'staff';
  readonly pool: UserPoolProps;
  readonly client: UserPoolClientOptions;
}

/**
 * The addresses to which a sign-in at a page may return, on a stage with domains. On a stage without a domain, the
 * shop's address is known only after the deployment, so the settings have to list the addresses to return to.
 */
const pageCallbacks = (settings: StageSettings, users: PoolOptions['users']): readonly string[] =>
  knownHomes(settings).flatMap((home) => returnPaths[users].map((path) => `${home}${path}`));

/**
 * A Cognito user pool with managed login, and one public client. The client uses the authorization code flow, and the
 * app adds PKCE. ADR 37 explains the choices.
 */
class SignInPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** The origin of the pages of managed login. */
  readonly signInUrl: string;

  constructor(scope: Construct, id: string, { settings, identity, users, pool, client }: PoolOptions) {
    super(scope, id);
    const { name, keepData } = settings;
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: `orderly-${name}-${users}`,
      signInAliases: { email: true },
      // With `false`, `Alice@Shop.com` and `alice@shop.com` are one user. The setting cannot be changed later.
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address replaces the old one only after the user has verified it.
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(3),
      },
      email: mailsOf(this, settings, identity),
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...pool,
    });
    // The prefix must be unique among all accounts of a region, so it contains the account id.
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `orderly-${name}-${users}-${Stack.of(this).account}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.signInUrl = domain.baseUrl();
    const callbacks = [...identity.callbacks[users], ...pageCallbacks(settings, users)];
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    this.client = this.pool.addClient('Client', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: callbacks,
        logoutUrls: callbacks,
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      readAttributes: email.withStandardAttributes({ emailVerified: true }),
      writeAttributes: email,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // A public client must rotate refresh tokens (RFC 9700, section 2.2.2). The old refresh token stays valid for 10
      // seconds, for a retry.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      ...client,
    });
    // Without a style, the pages of managed login show an error instead of a form.
    new CfnManagedLoginBranding(this, 'Style', {
      userPoolId: this.pool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}

/**
 * How Cognito sends its mails: through SES from the stage's sender, or by itself. By itself, Cognito sends at most 50
 * mails a day.
 */
const mailsOf = (
  scope: Construct,
  { mailSender }: StageSettings,
  { sesIdentity }: Cognito,
): UserPoolEmail => {
  if (sesIdentity === undefined) return UserPoolEmail.withCognito();
  const domain = mailSender.split('@').at(-1) ?? '';
  return UserPoolEmail.withSES({
    fromEmail: mailSender,
    sesRegion: Stack.of(scope).region,
    ...(sesIdentity === 'domain' ? { sesVerifiedDomain: domain } : {}),
  });
};

/**
 * The pool of customers. They sign up themselves, and sign in with a code by e-mail. Entering the code also verifies
 * the address. A function copies a verified address to the access token.
 */
export class CustomerPool extends SignInPool {
  constructor(scope: Construct, id: string, settings: StageSettings, identity: Cognito) {
    super(scope, id, {
      settings,
      identity,
      users: 'customers',
      pool: {
        selfSignUpEnabled: true,
        // Cognito requires that passwords are allowed: "The password authentication cannot be disabled" (CDK).
        signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true } },
        // Users with a second factor cannot sign in with a code.
        mfa: Mfa.OFF,
      },
      client: {
        authFlows: { user: true },
        accessTokenValidity: Duration.hours(1),
        idTokenValidity: Duration.hours(1),
        refreshTokenValidity: Duration.days(30),
      },
    });
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      new ServiceFunction(this, 'ProveEmail', { settings, service: 'notifications', entry: 'prove-email' }),
      LambdaVersion.V2_0,
    );
  }
}

/**
 * The pool of staff and administrators. Someone with credentials for the AWS account creates the users of this pool.
 * These users need a second factor. A token contains the user's groups as roles.
 */
export class StaffPool extends SignInPool {
  constructor(scope: Construct, id: string, settings: StageSettings, identity: Cognito) {
    super(scope, id, {
      settings,
      identity,
      users: 'staff',
      pool: { selfSignUpEnabled: false, mfa: Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } },
      client: {
        authFlows: { userSrp: true },
        accessTokenValidity: Duration.minutes(15),
        idTokenValidity: Duration.minutes(15),
        refreshTokenValidity: Duration.hours(8),
      },
    });
    for (const groupName of ['staff', 'admin']) {
      new UserPoolGroup(this, `Group-${groupName}`, { userPool: this.pool, groupName });
    }
  }
}
