import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the commands that deploy a stage, and in the checks of its settings. */
export const deploymentMutants: readonly UnitMutant[] = [
  {
    name: 'deployed-stack-unprotected',
    layer: 'infrastructure',
    bug: 'A release that was rolled back takes the termination protection from a stack with data.',
    file: 'scripts/deployment/failed-stacks.ts',
    find: "['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED']",
    replace: "['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'UPDATE_ROLLBACK_COMPLETE']",
    test: 'test/unit/scripts/deployment/failed-stacks.test.ts',
  },
  {
    name: 'text-limit-refused-silently',
    layer: 'infrastructure',
    bug: 'A limit for text messages that SNS refuses is ignored, so texts cost more than the settings say.',
    file: 'scripts/deployment/text-spending.ts',
    find: 'if (!(error instanceof InvalidParameterException)) throw error;',
    replace: 'if (error instanceof InvalidParameterException) return;',
    test: 'test/unit/scripts/deployment/text-spending.test.ts',
  },
  {
    name: 'texts-without-limit',
    layer: 'infrastructure',
    bug: 'A stage can send text messages without a limit of what they cost.',
    file: 'infra/settings-file.ts',
    find: 'if (sendsTexts !== (settings.monthlyTextDollars !== undefined)) {',
    replace: 'if (!sendsTexts && settings.monthlyTextDollars !== undefined) {',
    test: 'test/infra/text-numbers.test.ts',
  },
  {
    name: 'missing-settings-ignored',
    layer: 'infrastructure',
    bug: 'A mistyped ORDERLY_SETTINGS deploys a stage without its settings.',
    file: 'infra/settings-file.ts',
    find: "if (!env['ORDERLY_SETTINGS']) return",
    replace: 'return',
    test: 'test/infra/settings-file.test.ts',
  },
  {
    name: 'foreign-certificate-accepted',
    layer: 'infrastructure',
    bug: 'A certificate of another account is noticed only by CloudFormation.',
    file: 'infra/stage-choice.ts',
    find: "return (['account', 'region'] as const)",
    replace: "return (['region'] as const)",
    test: 'test/infra/settings-file.test.ts',
  },
  ...plantedIn(
    'infrastructure',
    'scripts/emulator/saved-data.ts',
    'test/unit/scripts/emulator/saved-data.test.ts',
    [
      [
        'killed-data-restored',
        'The local stage continues with data that it has not saved completely.',
        'if (!isSaved(folder))',
        'if (!existsSync(folder))',
      ],
      [
        'foreign-data-restored',
        'The local stage continues with data of another version of the emulator.',
        'if (saved.emulator !== emulator) {',
        'if (saved.emulator === undefined) {',
      ],
      [
        'damaged-data-restored',
        'The local stage continues with data in which a file has changed.',
        ".digest('hex') === hash",
        ".digest('hex') !== undefined",
      ],
    ],
  ),
  ...plantedIn(
    'infrastructure',
    'scripts/front-door/server.ts',
    'test/unit/scripts/front-door/pages.test.ts',
    [
      [
        'web-sockets-of-foreign-pages',
        'A page of another site can open a WebSocket to the server of the pages.',
        'if (refusal !== undefined) {\n      refuseSocket(',
        'if (refusal !== undefined && !toPages) {\n      refuseSocket(',
      ],
    ],
  ),
  ...plantedIn('infrastructure', 'infra/authentication.ts', 'test/infra/identity.test.ts', [
    [
      'accounts-of-every-pool',
      'The function that deletes accounts may delete those of staff.',
      'resourceName: poolId',
      "resourceName: '*'",
    ],
    [
      'accounts-of-another-provider',
      'A stage without Cognito needs the parameter with the pool, which does not exist.',
      "if (settings.identity.kind !== 'cognito') return;",
      '',
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/identity-key.ts', 'test/infra/identity-key.test.ts', [
    [
      'identity-key-of-each-synthesis',
      'The key of the identity simulator changes at each synthesis, so the API refuses its tokens.',
      'contentOf(file) ?? keep(file, newKey())',
      'JSON.stringify(newKey())',
    ],
    [
      'identity-key-of-each-process',
      'Processes that synthesise at once use different keys.',
      "  return readFileSync(file, 'utf8');\n};",
      '  return JSON.stringify(key);\n};',
    ],
    [
      'identity-key-for-all-to-read',
      'Every user of the machine can read the key of the identity simulator.',
      "{ mode: 0o600, flag: 'wx' }",
      "{ mode: 0o644, flag: 'wx' }",
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/services/identity-simulator.ts', 'test/infra/identity-key.test.ts', [
    [
      'private-key-for-all',
      'A function that issues no tokens has the private key.',
      'JSON.stringify(key.publicKey)',
      'JSON.stringify(key)',
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/constructs/subscription-rules.ts', 'test/infra/queues.test.ts', [
    [
      'event-of-any-publisher',
      'Any service can publish the events of another one, such as PaymentSucceeded.',
      'source: [sourceOf(publisher)],',
      "source: ['orderly.orders', 'orderly.inventory', 'orderly.payments', 'orderly.fulfilment'],",
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/constructs/service-function.ts', 'test/infra/event-flow.test.ts', [
    [
      'relay-of-any-source',
      'A relay may put events with the source of another service.',
      "conditions: { 'ForAllValues:StringEquals': { 'events:source': [...sources] } },",
      '',
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/constructs/user-pool.ts', 'test/infra/user-pools.test.ts', [
    [
      'staff-without-second-factor',
      'Staff and administrators may sign in with a password alone.',
      'mfa: Mfa.REQUIRED',
      'mfa: Mfa.OPTIONAL',
    ],
    [
      'staff-sign-up',
      'Anyone can make an account as staff.',
      'pool: { selfSignUpEnabled: false',
      'pool: { selfSignUpEnabled: true',
    ],
    [
      'implicit-grant',
      'Tokens can be in the address of a page.',
      '{ authorizationCodeGrant: true }',
      '{ authorizationCodeGrant: true, implicitCodeGrant: true }',
    ],
    [
      'case-matters-in-user-names',
      'Alice@Shop.com and alice@shop.com are two users.',
      'signInCaseSensitive: false',
      'signInCaseSensitive: true',
    ],
    [
      'unverified-address-replaces',
      'A new address takes the place of the verified one before it is verified.',
      'keepOriginal: { email: true }',
      'keepOriginal: { email: false }',
    ],
  ]),
  {
    name: 'pool-of-customers-gives-roles',
    layer: 'infrastructure',
    bug: 'A group in the pool of customers makes its users administrators.',
    file: 'infra/authentication.ts',
    find: "{ ...from(customers), roles: ['customer'] },\n    { ...from(staff), roles: ['staff', 'admin'], rolesClaim",
    replace:
      "{ ...from(customers), roles: ['customer', 'admin'] },\n    { ...from(staff), roles: ['staff', 'admin'], rolesClaim",
    test: 'test/infra/user-pools.test.ts',
  },
  {
    name: 'one-issuer-for-both',
    layer: 'infrastructure',
    bug: 'Customers and staff may have the same issuer, so the tokens of one count as tokens of the other.',
    file: 'infra/identity-settings.ts',
    find: 'customers.issuer !== staff.issuer',
    replace: 'customers.issuer !== ""',
    test: 'test/infra/identity-settings.test.ts',
  },
  {
    name: 'unverified-address-in-token',
    layer: 'use case',
    bug: 'An address that Cognito has not verified is copied to the token as verified.',
    file: 'functions/notifications/prove-email.ts',
    find: "email !== undefined && verified === 'true'",
    replace: 'email !== undefined',
    test: 'test/unit/functions/notifications/prove-email.test.ts',
  },
  ...plantedIn('infrastructure', 'infra/setting-fields.ts', 'test/infra/stage-config.test.ts', [
    [
      'origin-with-a-wildcard',
      'A stage may allow origins that no browser sends, such as one with a wildcard.',
      'domainName.test(url.hostname)',
      'true',
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/constructs/gateway-answers.ts', 'test/infra/http-methods.test.ts', [
    [
      'gateway-allows-every-origin',
      'Pages of every origin may read what API Gateway itself answers.',
      "'access-control-allow-origin': origin",
      "'access-control-allow-origin': '*'",
    ],
  ]),
  ...plantedIn('infrastructure', 'infra/constructs/http-api.ts', 'test/infra/http-methods.test.ts', [
    [
      'methods-end-at-the-gateway',
      'A path that is declared late gets a 404 for the methods that it does not have.',
      "if (known.length === 0 && this.#otherMethods !== undefined) resource.addMethod('ANY', this.#otherMethods);",
      '',
    ],
  ]),
  ...plantedIn(
    'infrastructure',
    'scripts/front-door/server.ts',
    'test/unit/scripts/front-door/server.test.ts',
    [
      [
        'front-door-allows-every-origin',
        "The front door passes on the emulator's headers, which allow every origin.",
        "if (allowedOrigins.includes(headers['access-control-allow-origin'] ?? '')) return;",
        'if (allowedOrigins.length > 0) return;',
      ],
    ],
  ),
];
