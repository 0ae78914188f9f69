import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['functions', 'shared', 'infra', 'scripts', 'test'];

type Violation = { rule: { name: string }; from: string; to: string };

/** Runs dependency-cruiser with the project's rules over a tree. */
const violationsIn = (tree: string): Violation[] => {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const folders = sources.filter((folder) => existsSync(join(tree, folder)));
  const output = execFileSync(process.execPath, [program, '--config', config, '-T', 'json', ...folders], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
};

/** One file each that breaks exactly the rule it is named after: [rule, file, what it says]. */
const planted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['domain-is-pure', 'functions/orders/domain/impure.ts', `import '../../../shared/errors.ts';`],
  ['domain-is-pure', 'functions/orders/domain/packaged.ts', `import { z } from 'zod'; export const a = z;`],
  ['domain-is-pure', 'functions/orders/domain/timed.ts', `import 'node:timers';`],
  [
    'domain-is-pure',
    'functions/orders/domain/typed.ts',
    `import type { Http } from '../../../shared/http/index.ts'; export type A = Http;`,
  ],
  ['domain-is-pure', 'functions/orders/domain/marked-up.tsx', `import 'preact'; export const a = <p>Hi</p>;`],
  ['use-case-knows-no-technology', 'functions/orders/place-order/stored.ts', `import '@aws-sdk/client-sqs';`],
  ['use-case-knows-no-technology', 'functions/orders/place-order/core.ts', `import 'node:crypto';`],
  ['outbox-maps-events', 'functions/orders/outbox.ts', `import './place-order/place-order.ts';`],
  ['reactions-are-wiring', 'functions/orders/reactions.ts', `import '../../shared/http/index.ts';`],
  ['handler-is-schema-call-response', 'functions/orders/a/handler.ts', `import '@aws-sdk/client-sqs';`],
  [
    'adapter-serves-its-own-domain',
    'functions/orders/adapters/busy.ts',
    `import '../../../shared/http/index.ts';`,
  ],
  ['only-wiring-imports-adapters', 'functions/orders/b/handler.ts', `import '../adapters/store.ts';`],
  [
    'no-service-imports-another',
    'functions/orders/c/lambda.ts',
    `import '../../payments/domain/payment.ts';`,
  ],
  [
    'no-service-imports-a-simulator',
    'functions/orders/d/lambda.ts',
    `import '../../simulators/identity/key.ts';`,
  ],
  ['no-slice-imports-a-sibling', 'functions/orders/e/e.ts', `import '../place-order/place-order.ts';`],
  [
    'simulators-stand-apart',
    'functions/simulators/identity/nosy.ts',
    `import '../../orders/domain/order.ts';`,
  ],
  [
    'simulators-stand-apart',
    'functions/simulators/identity/lazy.ts',
    `import '../../../shared/events/orders.ts';`,
  ],
  ['shared-knows-no-user', 'shared/http/knowing.ts', `import '../../functions/orders/domain/order.ts';`],
  ['kernel-and-events-stand-alone', 'shared/kernel/leaning.ts', `import '../http/index.ts';`],
  ['kernel-and-events-stand-alone', 'shared/events/heavy.ts', `import '@aws-sdk/client-sqs';`],
  ['infra-names-code-by-path', 'infra/entangled.ts', `import '../functions/orders/domain/order.ts';`],
  ['nothing-imports-test', 'shared/http/tested.ts', `import '../../test/support/fake.ts';`],
  ['scripts-run-as-they-are', 'scripts/mailing.ts', `import '../test/support/mail.ts';`],
  ['no-cycles', 'shared/http/ring-a.ts', `import './ring-b.ts';`],
  ['imports-resolve', 'shared/http/lost.ts', `import './nowhere.ts';`],
];

/** What the planted files import, itself clean. */
const clean: Readonly<Record<string, string>> = {
  'functions/orders/domain/order.ts': `import '../../../shared/kernel/money.ts';`,
  'functions/orders/adapters/store.ts': `import '@aws-sdk/client-sqs'; import '../domain/order.ts';`,
  'functions/orders/adapters/letter.tsx': `import 'preact-render-to-string'; export const a = <p>Hi</p>;`,
  'functions/orders/place-order/place-order.ts': `import '../domain/order.ts'; import '../../../shared/errors.ts';`,
  'functions/orders/place-order/handler.ts': `import { z } from 'zod'; import './place-order.ts'; export const a = z;`,
  'functions/orders/place-order/lambda.ts': `import './handler.ts'; import '../adapters/store.ts';`,
  'functions/orders/inbox/lambda.ts': `import '../place-order/place-order.ts';`,
  'functions/payments/domain/payment.ts': '',
  'functions/payments/outbox.ts': `import './domain/payment.ts'; import '../../shared/events/orders.ts';`,
  'functions/payments/reactions.ts': `import './domain/payment.ts'; import '../../shared/kernel/money.ts';`,
  'functions/simulators/identity/key.ts': `import '../../../shared/http/index.ts'; import 'node:crypto';`,
  'shared/errors.ts': '',
  'shared/http/index.ts': 'export type Http = string;',
  'shared/http/ring-b.ts': `import './ring-a.ts';`,
  'shared/kernel/money.ts': '',
  'shared/events/orders.ts': `import { z } from 'zod'; import '../kernel/money.ts'; export const a = z;`,
  'infra/app.ts': `import '../shared/events/orders.ts'; import 'aws-cdk-lib';`,
  'test/support/mail.ts': `import '../../functions/orders/adapters/letter.tsx';`,
  'test/support/fake.ts': `import '../../functions/orders/domain/order.ts';`,
};

describe('the import rules', () => {
  let tree = '';
  let found: Violation[] = [];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'orderly-imports-'));
    const plant = (file: string, source: string) => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${source}\n`);
    };
    for (const [file, source] of Object.entries(clean)) plant(file, source);
    for (const [, file, source] of planted) plant(file, source);
    writeFileSync(join(tree, 'package.json'), '{ "type": "module" }');
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    found = violationsIn(tree);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test.each(planted)('%s catches %s', (rule, file) => {
    const caught = found.filter((violation) => violation.from === file);
    expect(caught.map((violation) => violation.rule.name)).toContain(rule);
  });

  test('let through what is allowed', () => {
    const partOfARing = (violation: Violation) => violation.rule.name === 'no-cycles';
    expect(found.filter((violation) => violation.from in clean && !partOfARing(violation))).toEqual([]);
  });

  test('have each a reason and a planted violation', async () => {
    const path: string = '../../.dependency-cruiser.mjs';
    const { default: config } = (await import(path)) as {
      default: { forbidden: { name: string; comment: string }[] };
    };
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(config.forbidden.map(({ name }) => name)));
    expect(config.forbidden.filter(({ comment }) => !comment)).toEqual([]);
  });

  test('are kept by the real tree', () => {
    expect(violationsIn(root).map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  });
});
