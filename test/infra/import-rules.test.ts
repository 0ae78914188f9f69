import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinModules } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filesEnding, read } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['functions', 'simulators', 'shared', 'infra', 'scripts', 'test', 'web'];

type Violation = { rule: { name: string }; from: string; to: string };

/** Runs dependency-cruiser with the project's rules on a tree. */
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

/** Files that each break exactly the named rule: [rule, file, source]. */
const planted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['domain-is-pure', 'functions/orders/domain/impure.ts', `import '../../../shared/http/index.ts';`],
  ['domain-is-pure', 'functions/orders/domain/packaged.ts', `import { z } from 'zod'; export const a = z;`],
  ['domain-is-pure', 'functions/orders/domain/timed.ts', `import 'node:timers';`],
  [
    'domain-is-pure',
    'functions/orders/domain/typed.ts',
    `import type { Http } from '../../../shared/http/index.ts'; export type A = Http;`,
  ],
  ['domain-is-pure', 'functions/orders/domain/marked-up.tsx', `import 'preact'; export const a = <p>Hi</p>;`],
  [
    'domain-knows-types-of-events',
    'functions/orders/domain/checking.ts',
    `import { a } from '../../../shared/events/orders.ts'; export const b = a;`,
  ],
  ['use-case-knows-no-technology', 'functions/orders/stored.ts', `import '@aws-sdk/client-sqs';`],
  ['use-case-knows-no-technology', 'functions/orders/core.ts', `import 'node:crypto';`],
  ['use-case-knows-no-technology', 'functions/orders/declared.ts', `import './api.ts';`],
  [
    'group-commit-knows-no-technology',
    'functions/inventory/group-commit/packed.ts',
    `import '../../../shared/persistence/packing.ts';`,
  ],
  ['publications-map-events', 'functions/orders/publications.ts', `import './place-order.ts';`],
  ['reactions-are-a-table', 'functions/orders/reactions.ts', `import '../../shared/http/index.ts';`],
  ['api-is-a-declaration', 'functions/orders/api.ts', `import './domain/order.ts';`],
  [
    'adapter-serves-its-own-domain',
    'functions/orders/adapters/busy.ts',
    `import '../../../shared/http/index.ts';`,
  ],
  ['only-wiring-imports-adapters', 'functions/orders/aggregate.ts', `import './adapters/store.ts';`],
  ['no-use-case-imports-another', 'functions/orders/cancel-order.ts', `import './place-order.ts';`],
  [
    'no-service-imports-another',
    'functions/orders/lambdas/nosy.ts',
    `import '../../payments/domain/payment.ts';`,
  ],
  [
    'no-service-imports-a-simulator',
    'functions/orders/lambdas/simulated.ts',
    `import '../../../simulators/identity/key.ts';`,
  ],
  [
    'simulators-stand-apart',
    'simulators/identity/nosy.ts',
    `import '../../functions/orders/domain/order.ts';`,
  ],
  ['simulators-stand-apart', 'simulators/identity/lazy.ts', `import '../../shared/events/orders.ts';`],
  ['shared-knows-no-user', 'shared/http/knowing.ts', `import '../../functions/orders/domain/order.ts';`],
  ['kernel-and-events-stand-alone', 'shared/kernel/leaning.ts', `import '../http/index.ts';`],
  ['kernel-and-events-stand-alone', 'shared/events/heavy.ts', `import '@aws-sdk/client-sqs';`],
  [
    'examples-are-documentation',
    'shared/messaging/heavy.ts',
    `import { a } from '../events/examples/examples.ts'; export const b = a;`,
  ],
  ['infra-names-code-by-path', 'infra/entangled.ts', `import '../functions/orders/domain/order.ts';`],
  ['pages-use-the-api-alone', 'web/shop/nosy.ts', `import '../../functions/orders/domain/order.ts';`],
  ['pages-use-the-api-alone', 'web/shop/reading.ts', `import 'node:fs';`],
  ['pages-stand-apart', 'web/kitchen/page.ts', `import '../shop/basket.ts';`],
  ['nothing-imports-test', 'shared/http/tested.ts', `import '../../test/support/fake.ts';`],
  ['scripts-run-as-they-are', 'scripts/mailing.ts', `import '../test/support/mail.ts';`],
  ['core-runs-anywhere', 'functions/orders/domain/hashing.ts', `import 'node:crypto';`],
  ['core-runs-anywhere', 'functions/orders/ship-order.ts', `import 'fs/promises';`],
  ['core-runs-anywhere', 'functions/payments/publications.ts', `import 'node:util';`],
  ['core-runs-anywhere', 'shared/kernel/traced.ts', `import 'node:async_hooks';`],
  ['core-runs-anywhere', 'shared/messaging/relay.ts', `import 'node:zlib';`],
  ['core-runs-anywhere', 'test/simulation/world/stored.ts', `import 'node:sqlite';`],
  ['no-cycles', 'shared/http/ring-a.ts', `import './ring-b.ts';`],
  ['imports-resolve', 'shared/http/lost.ts', `import './nowhere.ts';`],
];

/** Files that the planted files import. These files break no rule. */
const clean: Readonly<Record<string, string>> = {
  'functions/orders/domain/order.ts': `import '../../../shared/kernel/money.ts'; import '../../../shared/errors.ts'; import type { A } from '../../../shared/events/orders.ts'; export type B = A;`,
  'functions/orders/adapters/store.ts': `import '@aws-sdk/client-sqs'; import '../domain/order.ts';`,
  'functions/orders/adapters/packer.ts': `import '../../../shared/persistence/packing.ts'; import 'node:crypto';`,
  'functions/orders/adapters/caller.ts': `import '../../../shared/outbound.ts';`,
  'functions/orders/adapters/letter.tsx': `import 'preact-render-to-string'; export const a = <p>Hi</p>;`,
  'functions/orders/place-order.ts': `import './domain/order.ts'; import '../../shared/errors.ts';`,
  'functions/orders/lambdas/place-order.ts': `import '../place-order.ts'; import '../adapters/packer.ts'; import 'node:util'; import '../../../shared/http/index.ts';`,
  'functions/inventory/api.ts': `import { z } from 'zod'; import '../../shared/http/index.ts'; import '../../shared/kernel/money.ts'; export const a = z;`,
  'functions/inventory/publications.ts': `import '../../shared/events/orders.ts';`,
  'functions/inventory/group-commit/batch.ts': `import '../publications.ts'; import '../../../shared/kernel/money.ts';`,
  'functions/inventory/reserve-stock.ts': `import './group-commit/batch.ts';`,
  'functions/inventory/reactions.ts': `import './reserve-stock.ts'; import '../../shared/kernel/money.ts';`,
  'functions/payments/domain/payment.ts': '',
  'client/index.ts': '',
  'web/common/calls.ts': `import '../../client/index.ts'; import '../../shared/kernel/money.ts'; import 'preact';`,
  'web/shop/basket.ts': `import '../common/calls.ts';`,
  'simulators/identity/key.ts': `import '../../shared/http/index.ts'; import '../../shared/outbound.ts'; import 'node:crypto';`,
  'shared/errors.ts': '',
  'shared/http/index.ts': 'export type Http = string;',
  'shared/http/ring-b.ts': `import './ring-a.ts';`,
  'shared/kernel/money.ts': '',
  'shared/outbound.ts': `import 'node:async_hooks';`,
  'shared/persistence/packing.ts': `import 'node:zlib';`,
  'shared/events/orders.ts': `import { z } from 'zod'; import '../kernel/money.ts'; export const a = z; export type A = string;`,
  'shared/events/examples/examples.ts': `import './orders.ts'; import '../orders.ts'; export const a = 1;`,
  'shared/events/examples/orders.ts': '',
  'scripts/documents.ts': `import '../shared/events/examples/examples.ts';`,
  'infra/app.ts': `import '../shared/events/orders.ts'; import '../functions/inventory/api.ts'; import 'aws-cdk-lib';`,
  'test/simulation/cli.ts': `import './campaign/pool.ts';`,
  'test/simulation/campaign/pool.ts': `import 'node:os';`,
  'test/support/mail.ts': `import '../../functions/orders/adapters/letter.tsx';`,
  'test/support/fake.ts': `import '../../functions/orders/domain/order.ts';`,
};

type Side = { path?: string | string[]; pathNot?: string | string[] };
type Rule = { name: string; comment: string; from: Side; to: Side };

const rules = async (): Promise<readonly Rule[]> => {
  const path: string = '../../.dependency-cruiser.mjs';
  const { default: config } = (await import(path)) as { default: { forbidden: Rule[] } };
  return config.forbidden;
};

/** Matches a group of a pattern: its kind, and what is inside. A group may contain groups that contain no others. */
const GROUP = /\((\?[!:])?((?:[^()]|\([^()]*\))*)\)\??/g;

/**
 * The patterns that a pattern stands for: for each alternative in a group, one pattern with only this alternative. An
 * exclusion `(?!…)` becomes a requirement `(?=…)`, so that the test also fails if an excluded name does not exist.
 */
const variantsOf = (pattern: string): readonly string[] => {
  const variants = [...pattern.matchAll(GROUP)].flatMap(({ 0: group, 1: kind, 2: inside = '', index }) =>
    [...inside.matchAll(/(?:[^|()]|\([^()]*\))+/g)]
      .flatMap(([alternative]) => variantsOf(alternative))
      .map((one) => (kind === '?!' ? `(?=${one})` : one))
      .map((one) => `${pattern.slice(0, index)}${one}${pattern.slice(index + group.length)}`),
  );
  return variants.length === 0 ? [pattern] : variants;
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

  test('accept allowed imports', () => {
    const partOfARing = (violation: Violation) => violation.rule.name === 'no-cycles';
    expect(found.filter((violation) => violation.from in clean && !partOfARing(violation))).toEqual([]);
  });

  test('each have a reason and a planted violation', async () => {
    const all = await rules();
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(all.map(({ name }) => name)));
    expect(all.filter(({ comment }) => !comment)).toEqual([]);
  });

  test('name only files, packages and modules that exist', async () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
    const packages = Object.keys({ ...dependencies, ...devDependencies });
    const names = [
      ...filesEnding(''),
      ...packages.flatMap((name) => [`node_modules/${name}/`, `/node_modules/${name}/`]),
      ...builtinModules.flatMap((name) => [name, `node:${name}`]),
    ];
    const missing = (await rules()).flatMap(({ name, from, to }) =>
      [from.path, from.pathNot, to.path, to.pathNot]
        .flatMap((pattern) => pattern ?? [])
        .flatMap((pattern) => variantsOf(pattern.replaceAll('$1', '[^/]+')))
        .filter((pattern) => !names.some((one) => new RegExp(pattern).test(one)))
        .map((pattern) => `${name}: nothing matches ${pattern}`),
    );
    expect(missing).toEqual([]);
  });

  test('hold for the real tree', () => {
    expect(violationsIn(root).map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  });
});
