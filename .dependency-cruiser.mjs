/**
 * Who may import what. Each rule says why in its `comment`; `test/infra/import-rules.test.ts` plants one
 * violation of each and sees it caught.
 *
 * A rule of the kind "may import X only" forbids everything that is not X. Paths are matched from the
 * project's root; `$1` in `to` is the first group that `from` matched, here the service or the slice.
 */
import { builtinModules } from 'node:module';

const npm = '(^|/)node_modules/';
const sharedErrors = '^shared/errors[.]ts$';
const kernel = '^shared/kernel/';
const events = '^shared/events/';
const simulators = '^simulators/';

/** A use case: a file at the top of a service, other than its declarations and tables. */
const useCase = '^functions/([^/]+)/(?!api|reactions|publications|aggregate|messages)[^/]+[.]ts$';
const awsSdk = '@aws-sdk/|@smithy/';
const providerSdks = 'stripe/|standardwebhooks/';

/** Modules of Node itself, which dependency-cruiser names without `node:`. */
const nodeModules = `^(node:)?(${builtinModules.map((name) => name.replace('node:', '')).join('|')})$`;

/** Nothing but these; npm packages and Node's own modules included in "nothing". */
const only = (...paths) => ({ pathNot: paths });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'A domain is pure: no clock, no storage and no framework. Of events it may know the types.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: only('^functions/$1/domain/', kernel, sharedErrors, events),
    },
    {
      name: 'domain-knows-types-of-events',
      comment:
        'Published types are declared once, in shared/events; checking data against them is for the edges.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: { path: events, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'use-case-knows-no-technology',
      comment:
        'A use case is logic over ports that are passed in, so tests and the simulation run it unchanged.',
      severity: 'error',
      from: { path: useCase },
      to: only(
        '^functions/$1/(domain|group-commit)/',
        '^functions/$1/(aggregate|publications)[.]ts$',
        kernel,
        sharedErrors,
        events,
      ),
    },
    {
      name: 'group-commit-knows-no-technology',
      comment: 'The group commit runs in the simulation and in the model check unchanged.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/group-commit/' },
      to: only(
        '^functions/$1/(domain|group-commit)/',
        '^functions/$1/publications[.]ts$',
        kernel,
        sharedErrors,
      ),
    },
    {
      name: 'publications-map-events',
      comment: 'What a service publishes follows from its domain events alone.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/(publications|aggregate)[.]ts$' },
      to: only('^functions/$1/domain/', '^functions/$1/publications[.]ts$', kernel, sharedErrors, events),
    },
    {
      name: 'reactions-are-a-table',
      comment: 'What a service does about each event runs in the simulation unchanged.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/(reactions|messages)[.]ts$' },
      to: only(
        '^functions/$1/(?!lambdas/|adapters/|api[.]ts)',
        kernel,
        sharedErrors,
        '^shared/(messaging|events)/',
        `${npm}zod/`,
      ),
    },
    {
      name: 'api-is-a-declaration',
      comment: 'Handlers, infrastructure, tests and documents read the routes, so these bring nothing along.',
      severity: 'error',
      from: { path: '/api[.]ts$' },
      to: only('^shared/(http|events)/', `${npm}zod/`),
    },
    {
      name: 'adapter-serves-its-own-domain',
      comment: 'An adapter translates between its domain and one technology; it knows no use case.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/adapters/' },
      to: only(
        '^functions/$1/(domain|group-commit|adapters)/',
        '^functions/$1/publications[.]ts$',
        kernel,
        sharedErrors,
        '^shared/(persistence|messaging|events|config)/',
        `${npm}(${awsSdk}|${providerSdks}|preact(-render-to-string)?/|zod/)`,
        '^(node:)?(crypto|zlib)$',
      ),
    },
    {
      name: 'only-wiring-imports-adapters',
      comment: 'A file in lambdas/ is the one place that chooses a technology; all else takes a port.',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '/(lambdas|adapters)/' },
      to: { path: '^functions/[^/]+/adapters/' },
    },
    {
      name: 'no-use-case-imports-another',
      comment:
        'A use case can be read, changed and removed on its own; what two share belongs to the domain.',
      severity: 'error',
      from: { path: useCase },
      to: { path: useCase.replace('([^/]+)', '$1') },
    },
    {
      name: 'no-service-imports-another',
      comment: 'Services know each other only through events, so each can change and fail on its own.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'no-service-imports-a-simulator',
      comment: 'The simulators stand for outside parties; production has none of them.',
      severity: 'error',
      from: { path: ['^shared/', '^functions/'] },
      to: { path: simulators },
    },
    {
      name: 'simulators-stand-apart',
      comment: 'A simulator that shared code with what it is tested against would share its mistakes.',
      severity: 'error',
      from: { path: simulators },
      to: {
        path: '^(functions|shared|infra|scripts|web|bench)/',
        pathNot: ['^shared/(http|config|kernel|observability)/', sharedErrors],
      },
    },
    {
      name: 'shared-knows-no-user',
      comment: 'Shared code serves all services and therefore knows none of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|simulators|infra|scripts|web|bench)/' },
    },
    {
      name: 'kernel-and-events-stand-alone',
      comment:
        'The common vocabulary and the contracts run everywhere, the simulation and a browser included.',
      severity: 'error',
      from: { path: '^shared/(kernel|events)/' },
      // The one error class is part of that vocabulary, and imports nothing.
      to: only(kernel, sharedErrors, events, `${npm}(zod|@noble/hashes)/`),
    },
    {
      name: 'infra-names-code-by-path',
      comment:
        'Infrastructure bundles code and does not run it; it reads the routes, the events and the tables.',
      severity: 'error',
      from: { path: '^infra/' },
      to: {
        path: '^(functions|simulators|shared|scripts|web|bench)/',
        pathNot: ['^shared/(events|config|http)/', '/api[.]ts$'],
      },
    },
    {
      name: 'nothing-imports-test',
      comment: 'What runs in production must not depend on what only exists to test it.',
      severity: 'error',
      from: { path: '^(functions|simulators|shared|infra|scripts|web|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'scripts-run-as-they-are',
      comment:
        'Node strips types from scripts and the simulation, and cannot compile the JSX of a .tsx file.',
      severity: 'error',
      from: { path: '^(scripts|test/(simulation|model|mutants))/' },
      to: { path: '[.]tsx$', reachable: true },
    },
    {
      name: 'core-runs-anywhere',
      comment:
        'Rules, use cases, publications and the simulation also run in a browser, which has no Node modules.',
      severity: 'error',
      from: {
        path: [
          '^functions/',
          '^shared/(kernel|events)/',
          sharedErrors,
          '^shared/messaging/(consumer|disposition|message|relay)[.]ts$',
          '^test/simulation/',
        ],
        pathNot: [
          '^functions/[^/]+/(adapters|lambdas)/',
          '^test/simulation/(campaign/|cli[.]ts$|[^/]+[.]test[.]ts$)',
        ],
      },
      // The check `browser` finds what they import through other files.
      to: { path: nodeModules },
    },
    {
      name: 'no-cycles',
      comment: 'In a cycle no part can be understood, tested or moved by itself.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'An import that leads nowhere fails only when its code runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API; swc sees type-only imports too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdk[.]out|[.]local|[.]venv|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
