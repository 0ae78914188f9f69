/**
 * Rules for which files may import which others. The `comment` of a rule gives its reason.
 * `test/infra/import-rules.test.ts` checks each rule: it adds a violation and expects an error.
 *
 * The rules forbid imports. To allow only X, a rule forbids everything except X; see `only`. Paths are relative to the
 * project's root. `$1` in `to` is the text that the first group in `from` matched, usually the service.
 */
import { builtinModules } from 'node:module';
import { pageRules } from './web/import-rules.mjs';

const npm = '(^|/)node_modules/';
const sharedErrors = '^shared/errors[.]ts$';
const outbound = '^shared/outbound[.]ts$';
const kernel = '^shared/kernel/';
const events = '^shared/events/';
const simulators = '^simulators/';

/** Matches a use case: any file directly in a service's folder or in `refunds/`, except those that the pattern names. */
const useCase = '^functions/([^/]+)/(refunds/)?(?!api|reactions|publications|aggregate|messages)[^/]+[.]ts$';
const sdks = '@aws-sdk/|stripe/|standardwebhooks/';
/** Node's built-in modules. dependency-cruiser names them without `node:`. */
const nodeModules = `^(node:)?(${builtinModules.map((name) => name.replace('node:', '')).join('|')})$`;

/** Matches all imports, also those of npm packages and of Node's own modules, except imports of these paths. */
const only = (...paths) => ({ pathNot: paths });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Domain code is pure: no clock, no storage, no framework. It may import the types of events.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: only('^functions/$1/domain/', kernel, sharedErrors, events),
    },
    {
      name: 'domain-knows-types-of-events',
      comment:
        'The domain uses only the types of events. Handlers and adapters check data against the event schemas.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: { path: events, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'use-case-knows-no-technology',
      comment: 'A use case gets its ports (interfaces) as arguments, so tests run it unchanged.',
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
      comment: 'The events that a service publishes depend only on its domain events.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/(publications|aggregate)[.]ts$' },
      to: only('^functions/$1/domain/', '^functions/$1/publications[.]ts$', kernel, sharedErrors, events),
    },
    {
      name: 'reactions-are-a-table',
      comment: 'The simulation runs the reactions to events unchanged, so they must not import technology.',
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
      comment: 'Handlers, infrastructure, tests and documents import the routes, so they must import little.',
      severity: 'error',
      from: { path: '/api[.]ts$' },
      to: only('^shared/(http|events)/', kernel, `${npm}zod/`),
    },
    {
      name: 'adapter-serves-its-own-domain',
      comment: 'An adapter translates between its domain and one technology. It must not know use cases.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/adapters/' },
      to: only(
        '^functions/$1/(domain|group-commit|adapters)/',
        '^functions/$1/publications[.]ts$',
        kernel,
        sharedErrors,
        '^shared/(persistence|messaging|events|config)/',
        outbound,
        `${npm}(${sdks}|preact(-render-to-string)?/|zod/)`,
        '^(node:)?(crypto|zlib)$',
      ),
    },
    {
      name: 'only-wiring-imports-adapters',
      comment: 'In a service, only files in lambdas/ choose a technology. The rest uses ports (interfaces).',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '/(lambdas|adapters)/' },
      to: { path: '^functions/[^/]+/adapters/' },
    },
    {
      name: 'no-use-case-imports-another',
      comment:
        'Each use case can be read, changed and removed alone. Code that two of them share belongs in the domain.',
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
      comment: 'The simulators replace external parties, and production does not contain them.',
      severity: 'error',
      from: { path: ['^shared/', '^functions/'] },
      to: { path: simulators },
    },
    {
      name: 'simulators-stand-apart',
      comment:
        'If a simulator shared code with the services that it tests, it would also share their mistakes.',
      severity: 'error',
      from: { path: simulators },
      to: {
        path: '^(functions|shared|infra|scripts|web|bench)/',
        pathNot: ['^shared/(http|config|kernel|observability)/', outbound, sharedErrors],
      },
    },
    {
      name: 'shared-knows-no-user',
      comment: 'All services use the shared code, so it must not depend on any of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|simulators|infra|scripts|web|bench)/' },
    },
    {
      name: 'kernel-and-events-stand-alone',
      comment:
        'The kernel and the event schemas run everywhere, including in the simulation and in a browser.',
      severity: 'error',
      from: { path: '^shared/(kernel|events)/' },
      // Here, shared/errors.ts counts as part of the kernel, because it imports nothing.
      to: only(kernel, sharedErrors, events, `${npm}(zod|@noble/hashes)/`),
    },
    {
      name: 'examples-are-documentation',
      comment: 'Only documents and tests show the examples of events. Functions would carry them unused.',
      severity: 'error',
      from: { path: '^(functions|simulators|shared|infra)/', pathNot: '^shared/events/examples/' },
      to: { path: '^shared/events/examples/' },
    },
    {
      name: 'infra-names-code-by-path',
      comment: 'Infrastructure bundles code by its path. It imports only routes, events and tables.',
      severity: 'error',
      from: { path: '^infra/' },
      to: {
        path: '^(functions|simulators|shared|scripts|web|bench)/',
        pathNot: ['^shared/(events|config|http)/', '/api[.]ts$'],
      },
    },
    ...pageRules,
    {
      name: 'nothing-imports-test',
      comment: 'Production code and tools must not depend on tests.',
      severity: 'error',
      from: { path: '^(functions|simulators|shared|infra|scripts|web|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'scripts-run-as-they-are',
      comment:
        'Node runs scripts and the simulation directly. It can strip types, but cannot compile JSX in .tsx files.',
      severity: 'error',
      from: { path: '^(scripts|test/(simulation|model|mutants))/' },
      to: { path: '[.]tsx$', reachable: true },
    },
    {
      name: 'core-runs-anywhere',
      comment:
        'Domain code, use cases, publications and the simulation also run in a browser, without Node modules.',
      severity: 'error',
      from: {
        path: [
          '^functions/',
          '^shared/(kernel|events)/',
          sharedErrors,
          '^shared/messaging/(consumer|message|relay)[.]ts$',
          '^test/simulation/',
        ],
        pathNot: [
          '^functions/[^/]+/(adapters|lambdas)/',
          '^test/simulation/(campaign/|cli[.]ts$|[^/]+[.]test[.]ts$)',
        ],
      },
      // This rule finds only direct imports. `npm run check -- browser` also finds imports through other files.
      to: { path: nodeModules },
    },
    {
      name: 'no-cycles',
      comment: 'No part of a cycle can be understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'An import of a missing file fails only when the code runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // dependency-cruiser cannot use TypeScript 7, which has no JavaScript API. swc also finds type-only imports.
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
