/**
 * Who may import what. Each rule says why in its `comment`; `test/infra/import-rules.test.ts` plants one
 * violation of each and sees it caught.
 *
 * A rule of the kind "may import X only" forbids everything that is not X. Paths are matched from the
 * project's root; `$1` in `to` is the first group that `from` matched, here the service or the slice.
 */
const npm = '(^|/)node_modules/';
const sharedErrors = '^shared/errors[.]ts$';
const kernel = '^shared/kernel/';
const simulators = '^functions/simulators/';

/** Code of a service; the simulators have rules of their own. */
const service = '^functions/(?!simulators/)([^/]+)/';
/** A use case: the file that bears its folder's name, or any other there that is no shell and no wiring. */
const useCase =
  '^functions/(?!simulators/)([^/]+)/(?!domain/|adapters/|inbox/)([^/]+)/(?!handler[.]ts$|lambda[.]ts$)';
const awsSdk = '@aws-sdk/|@smithy/';
const providerSdks = 'stripe/|standardwebhooks/';

/** Nothing but these; npm packages and Node's own modules included in "nothing". */
const only = (...paths) => ({ pathNot: paths });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'A domain is decided by values alone: no clock, no storage, no framework to test around.',
      severity: 'error',
      from: { path: '^functions/(?!simulators/)([^/]+)/domain/' },
      to: only('^functions/$1/domain/', kernel),
    },
    {
      name: 'use-case-knows-no-technology',
      comment:
        'A use case is logic over ports that are passed in, so that tests and the simulation run it as it is.',
      severity: 'error',
      from: { path: useCase },
      to: only('^functions/$1/domain/', '^functions/$1/$2/', kernel, sharedErrors),
    },
    {
      name: 'outbox-maps-events',
      comment:
        'What a service publishes follows from its domain events alone, and is made of the common contracts.',
      severity: 'error',
      from: { path: '^functions/(?!simulators/)([^/]+)/outbox[.]ts$' },
      to: only('^functions/$1/domain/', kernel, '^shared/events/'),
    },
    {
      name: 'reactions-are-wiring',
      comment:
        'What a service does about each event runs in the simulation as it is: no technology, no environment.',
      severity: 'error',
      from: { path: '^functions/(?!simulators/)([^/]+)/reactions[.]ts$' },
      to: only('^functions/$1/', kernel, '^shared/(messaging|events)/', `${npm}zod/`),
    },
    {
      name: 'handler-is-schema-call-response',
      comment: 'A handler turns a request into one call of its use case; anything more belongs elsewhere.',
      severity: 'error',
      from: { path: '^functions/(?!simulators/)([^/]+)/([^/]+)/handler[.]ts$' },
      to: only(
        '^functions/$1/$2/',
        '^functions/$1/domain/',
        kernel,
        sharedErrors,
        '^shared/(http|messaging|events)/',
        `${npm}zod/`,
      ),
    },
    {
      name: 'adapter-serves-its-own-domain',
      comment: 'An adapter translates between its domain and one technology; it knows no use case.',
      severity: 'error',
      from: { path: '^functions/(?!simulators/)([^/]+)/adapters/' },
      to: only(
        '^functions/$1/(domain|adapters)/',
        '^functions/$1/outbox[.]ts$',
        kernel,
        sharedErrors,
        '^shared/(persistence|messaging|events|config)/',
        `${npm}(${awsSdk}|${providerSdks}|preact(-render-to-string)?/|zod/)`,
        '^(node:)?(crypto|zlib)$',
      ),
    },
    {
      name: 'only-wiring-imports-adapters',
      comment: 'The lambda.ts is the one place that chooses a technology; all else takes a port.',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '/(lambda[.]ts$|adapters/)' },
      to: { path: '^functions/[^/]+/adapters/' },
    },
    {
      name: 'no-service-imports-another',
      comment: 'Services know each other through events alone, so that each can change and fail by itself.',
      severity: 'error',
      from: { path: service },
      to: { path: '^functions/(?!simulators/)', pathNot: '^functions/$1/' },
    },
    {
      name: 'no-service-imports-a-simulator',
      comment: 'The simulators stand for parties outside; production has none of them.',
      severity: 'error',
      from: { path: ['^shared/', '^infra/', service] },
      to: { path: simulators },
    },
    {
      name: 'no-slice-imports-a-sibling',
      comment: 'A use case can be read, changed and removed by itself; what two share belongs to the domain.',
      severity: 'error',
      // An inbox wires the reactions of its service together, and any lambda.ts may wire its own service.
      from: { path: '^functions/([^/]+)/(?!domain/|adapters/)([^/]+)/', pathNot: '/lambda[.]ts$' },
      to: { path: '^functions/$1/(?!domain/|adapters/)([^/]+)/', pathNot: '^functions/$1/$2/' },
    },
    {
      name: 'simulators-stand-apart',
      comment: 'A simulator that shared code with what it is tested against would share its mistakes.',
      severity: 'error',
      from: { path: simulators },
      to: {
        path: '^(functions|shared|infra|scripts|web|bench)/',
        pathNot: [simulators, '^shared/(http|config|kernel|observability)/', sharedErrors],
      },
    },
    {
      name: 'shared-knows-no-user',
      comment: 'Shared code serves all services and therefore knows none of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|scripts|web|bench)/' },
    },
    {
      name: 'kernel-and-events-stand-alone',
      comment:
        'The common vocabulary and the contracts run everywhere, the simulation and a browser included.',
      severity: 'error',
      from: { path: '^shared/(kernel|events)/' },
      // The one error class is part of that vocabulary, and imports nothing.
      to: only(kernel, sharedErrors, '^shared/events/', `${npm}zod/`),
    },
    {
      name: 'infra-names-code-by-path',
      comment: 'Infrastructure bundles code, it does not run it; only names and contracts are common.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(functions|shared|scripts|web|bench)/', pathNot: '^shared/(events|config)/' },
    },
    {
      name: 'nothing-imports-test',
      comment: 'What runs in production must not depend on what only exists to test it.',
      severity: 'error',
      from: { path: '^(functions|shared|infra|scripts|web|bench)/' },
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
