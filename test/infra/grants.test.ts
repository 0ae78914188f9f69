import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { emulatorGrants } from '../../infra/constructs/emulator-grants.ts';
import { stages, type Stage } from '../../infra/stage-config.ts';
import { grantExceptions } from '../../scripts/grants/exceptions.ts';
import { testSettings } from '../../scripts/testing/tiers.ts';
import { grantMutants } from '../mutants/grants.ts';
import { allows, functionsOf, type Deployed } from './function-grants.ts';
import { root } from './pages.ts';
import { list } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

/**
 * A function's grants: one line for each effect, action, resource and condition, without the parts that differ between
 * stages.
 */
const grantsOf = (stage: Stage, { statements }: Deployed): readonly string[] =>
  statements.flatMap(({ Effect, Action, Resource, Condition }) =>
    list(Action).flatMap((action) =>
      list(Resource).map((resource) =>
        JSON.stringify([Effect, action, resource, ...(Condition === undefined ? [] : [Condition])])
          .replaceAll(`orderly-${stage}-`, 'orderly-')
          .replaceAll(`configuration-set/orderly-${stage}"`, 'configuration-set/orderly"')
          .replaceAll(synthesised(stage).settings.mailSender, 'sender'),
      ),
    ),
  );

/** True if the list of exceptions says that only stages on AWS have this grant. */
const isOnlyOnAws = (name: string, action: string): boolean =>
  grantExceptions.some(
    (exception) =>
      exception.stages === 'aws' && exception.action === action && exception.functions.includes(name),
  );

/** Functions that Cognito calls. test/infra/user-pools.test.ts checks what they may do. */
const functionsOnlyOnAws: readonly string[] = ['notifications-prove-email'];
/** The canary is switched off by default. The stack of the integration tests has one. */
const functionsByTestSettings: readonly string[] =
  testSettings['ORDERLY_CANARY_MINUTES'] === undefined ? [] : ['ops-run-canary'];

describe('the local stage, on which the tests run with IAM enforced', () => {
  const local = functionsOf('local');
  const onAws = functionsOf('sandbox');
  const emulatorOnly = Object.values(emulatorGrants).map(({ action }) => action as string);

  it('allows functions what AWS allows them, and only what the emulator asks for in addition', () => {
    const extra = local.flatMap((one) => {
      const twin = onAws.find(({ name }) => name === one.name);
      const known = twin === undefined ? undefined : grantsOf('sandbox', twin);
      // A function that only the local stage has, such as the identity simulator, cannot be compared with AWS.
      if (known === undefined) return [];
      return grantsOf('local', one)
        .filter((grant) => !known.includes(grant))
        .map((grant) => ({ name: one.name, action: (JSON.parse(grant) as [string, string])[1] }));
    });
    expect([...new Set(extra.map(({ name, action }) => `${name}: ${action}`))].toSorted()).toEqual([
      'notifications-inbox: ses:SendEmail',
      'notifications-send-code: ses:SendEmail',
      'ops-list-dead-letters: sqs:ChangeMessageVisibilityBatch',
      'ops-redrive-dead-letters: sqs:ChangeMessageVisibilityBatch',
    ]);
    expect([...new Set(extra.map(({ action }) => action))].toSorted()).toEqual(emulatorOnly.toSorted());
  });

  it('has the permission for batches beside the one that AWS asks for, on the same queues', () => {
    const statements = local.flatMap((one) => one.statements.map(({ Action }) => list(Action)));
    const withBatches = statements.filter((actions) => actions.includes('sqs:ChangeMessageVisibilityBatch'));
    expect(withBatches).toHaveLength(2);
    for (const actions of withBatches) expect(actions).toContain('sqs:ChangeMessageVisibility');
  });

  it('lacks each grant that is listed as one of AWS alone, and AWS has it', () => {
    const listed = grantExceptions
      .filter(({ stages: where }) => where === 'aws')
      .flatMap(({ functions, action }) => functions.map((name) => ({ name, action })));
    expect(listed.length).toBeGreaterThan(0);
    const has = (functions: readonly Deployed[], { name, action }: (typeof listed)[number]) =>
      functions.some((one) => one.name === name && allows(one, action, () => true));
    for (const grant of listed) {
      expect({ ...grant, onAws: has(onAws, grant), local: has(local, grant) }).toEqual({
        ...grant,
        onAws: true,
        local: false,
      });
    }
  });

  it('lacks no grant that functions have on AWS, so that each is tried', () => {
    const missing = onAws.flatMap((one) => {
      const twin = local.find(({ name }) => name === one.name);
      if (twin === undefined) {
        return [...functionsOnlyOnAws, ...functionsByTestSettings].includes(one.name) ? [] : [one.name];
      }
      const known = grantsOf('local', twin);
      return grantsOf('sandbox', one)
        .filter((grant) => !known.includes(grant))
        .map((grant) => (JSON.parse(grant) as [string, string])[1])
        .filter((action) => !isOnlyOnAws(one.name, action))
        .map((action) => `${one.name}: ${action}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(['sandbox', 'production'] as const)('alone has the emulator’s grants: %s has none', (stage) => {
    const text = JSON.stringify(functionsOf(stage).map(({ statements }) => statements));
    expect(text).not.toContain('ChangeMessageVisibilityBatch');
    const mails = functionsOf(stage).flatMap(({ statements }) =>
      statements.filter(({ Action }) => list(Action).includes('ses:SendEmail')),
    );
    // Two functions send mails: the inbox of the notifications service, and the function that sends verification codes.
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      expect(mail).toHaveProperty('Condition.StringEquals.ses:FromAddress');
      expect(list(mail.Resource)).not.toContain('*');
    }
  });
});

describe('the grants that `npm run mutants -- --grants` takes away', () => {
  it.each(grantMutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s exists, and so does its test',
    (_, mutant) => {
      const one = functionsOf('local').find(({ name }) => name === mutant.function.replace('/', '-'));
      expect(one !== undefined && allows(one, mutant.action, () => true)).toBe(true);
      expect(existsSync(join(root, 'test', 'integration', mutant.file))).toBe(true);
    },
  );
});

describe.each(stages)('a function of stage %s may use what its environment names', (stage) => {
  const functions = functionsOf(stage);
  const variablesOf = ({ properties }: Deployed) =>
    Object.entries((properties['Environment'] as { Variables: Readonly<Record<string, unknown>> }).Variables);
  /** Each variable whose name matches, with its function. */
  const variables = (pattern: RegExp) =>
    functions.flatMap((one) =>
      variablesOf(one).flatMap(([name, value]) => (pattern.test(name) ? [{ one, name, value }] : [])),
    );

  it('sends to each queue, also to the dead-letter queue of a relay, which no emulator test reaches', () => {
    const queues = resourcesOf(synthesised(stage), 'AWS::SQS::Queue').map(({ id }) => id);
    const urls = variables(/_URL$/).filter(({ value }) => queues.includes(referenced(value) ?? ''));
    expect(urls.filter(({ name }) => name === 'RELAY_DLQ_URL')).toHaveLength(4);
    for (const { one, name, value } of urls) {
      const isIt = (resource: unknown) => referenced(resource) === referenced(value);
      expect([one.name, name, allows(one, 'sqs:SendMessage', isIt)]).toEqual([one.name, name, true]);
    }
  });

  it('reads each secret', () => {
    const secrets = variables(/_ARN$/);
    expect(secrets.length).toBeGreaterThan(0);
    for (const { one, name, value } of secrets) {
      const isIt = (resource: unknown) => JSON.stringify(resource) === JSON.stringify(value);
      expect([one.name, name, allows(one, 'secretsmanager:GetSecretValue', isIt)]).toEqual([
        one.name,
        name,
        true,
      ]);
    }
  });

  it('publishes to the bus', () => {
    const buses = variables(/^EVENT_BUS_NAME$/);
    expect(buses.length).toBeGreaterThan(0);
    for (const { one } of buses) {
      expect([one.name, allows(one, 'events:PutEvents', (bus) => bus !== '*')]).toEqual([one.name, true]);
    }
  });
});
