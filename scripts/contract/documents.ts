import { parse } from 'yaml';
import { apiChanges } from './api-changes.ts';
import { checkCodes } from './codes.ts';
import { areTypesOf, CLIENT_TYPES, clientTypes } from './client-types.ts';
import { codesPage } from './codes-page.ts';
import { differs, formatted, isMissing, readText, yamlOf, type GeneratedFile } from './generated-files.ts';
import { httpFile } from './http-file.ts';
import { openApiDocument, type OpenApi } from './openapi.ts';
import { readApis, type ServiceApi } from './routes.ts';

/** The paths of the documents that are generated from the code, and of the last published OpenAPI document. */
const OPENAPI = 'docs/api/openapi.yaml';
const CODES = 'docs/api/codes.md';
const REQUESTS = 'docs/api/orderly.http';
const PUBLISHED_OPENAPI = 'docs/api/published/openapi.yaml';

const versionOfPackage = (): string =>
  (JSON.parse(readText('package.json') ?? '{}') as { version: string }).version;

/** The services that clients call. The pages service is for people, so the document leaves it out. */
const documented = (apis: readonly ServiceApi[]): ServiceApi[] =>
  apis.filter(({ service }) => service !== 'pages');

/** The declarations of all services, and the OpenAPI document that follows from them. */
export type Contract = { apis: ServiceApi[]; openApi: OpenApi };

/** Reads the contract from the code. */
export const readContract = async (): Promise<Contract> => {
  const apis = await readApis('functions');
  return { apis, openApi: openApiDocument(documented(apis), versionOfPackage()) };
};

/** The files that `npm run contract` writes, except the types of the client and the AsyncAPI document. */
export const currentFiles = ({ apis, openApi }: Contract): Promise<GeneratedFile[]> =>
  Promise.all([
    formatted(OPENAPI, yamlOf(openApi)),
    formatted(CODES, codesPage(apis)),
    Promise.resolve({ path: REQUESTS, text: httpFile(documented(apis)) }),
  ]);

/** The OpenAPI document that `npm run contract -- --publish` keeps. Later versions are compared with it. */
export const publishedFiles = async ({ openApi }: Contract): Promise<GeneratedFile[]> => [
  await formatted(PUBLISHED_OPENAPI, yamlOf(openApi)),
];

/**
 * The types of the client. Generating them takes some seconds, so `npm run check` does not generate them. It only
 * checks that they were generated from the current document.
 */
export const currentClient = async (): Promise<GeneratedFile> => ({
  path: CLIENT_TYPES,
  text: await clientTypes(readText(OPENAPI) ?? ''),
});

const outdatedClient = (): string[] =>
  areTypesOf(readText(CLIENT_TYPES), readText(OPENAPI) ?? '') ? [] : [differs(CLIENT_TYPES, OPENAPI)];

/** Lists the generated documents that differ from the code, one line for each. */
export const outdatedFiles = (files: readonly GeneratedFile[]): string[] =>
  files.filter(({ path, text }) => readText(path) !== text).map(({ path }) => differs(path));

const HOW_TO_CHANGE =
  'Keep what is published, and add the change beside it: a new route, field or parameter (CONTRIBUTING.md, "Change the API").';

/** The changes that break clients of the published API, one line for each, and what to do. */
export const breakingChanges = (published: OpenApi | undefined, current: OpenApi): string[] => {
  if (published === undefined) return [isMissing(PUBLISHED_OPENAPI)];
  const changes = apiChanges(published, current);
  return changes.length === 0 ? [] : [...changes.map((change) => `Breaks clients: ${change}`), HOW_TO_CHANGE];
};

/** The last published OpenAPI document. */
export const publishedOpenApi = (): OpenApi | undefined => {
  const text = readText(PUBLISHED_OPENAPI);
  return text === undefined ? undefined : (parse(text) as OpenApi);
};

/** The faults of the contract of the HTTP API, one line for each. */
export const contractProblems = async (): Promise<string[]> => {
  const contract = await readContract();
  return [
    ...checkCodes(contract.apis),
    ...outdatedFiles(await currentFiles(contract)),
    ...outdatedClient(),
    ...breakingChanges(publishedOpenApi(), contract.openApi),
  ];
};
