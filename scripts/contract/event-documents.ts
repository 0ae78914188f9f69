import { parse } from 'yaml';
import { asyncApiDocument } from './asyncapi.ts';
import { eventChanges } from './event-changes.ts';
import { differs, formatted, isMissing, readText, yamlOf } from './generated-files.ts';

/** The AsyncAPI document that is written from the code. */
export const ASYNCAPI = 'docs/api/asyncapi.yaml';
/** Its last published version, which subscribers rely on. */
export const PUBLISHED_ASYNCAPI = 'docs/api/published/asyncapi.yaml';

/** The AsyncAPI document of the code as YAML. */
export const asyncApiYaml = async (): Promise<string> =>
  (await formatted(ASYNCAPI, yamlOf(asyncApiDocument()))).text;

/** The documents to compare: as the code gives it, as it is in the project, and as it was last published. */
export interface EventDocuments {
  readonly current: string;
  readonly written: string | undefined;
  readonly published: string | undefined;
}

/** Reads the documents of the project. */
export const eventDocuments = async (): Promise<EventDocuments> => ({
  current: await asyncApiYaml(),
  written: readText(ASYNCAPI),
  published: readText(PUBLISHED_ASYNCAPI),
});

/** The changes that break subscribers of published events, one line for each, with what to do. */
export const breakingEventChanges = ({ published, current }: EventDocuments): readonly string[] =>
  published === undefined
    ? [isMissing(PUBLISHED_ASYNCAPI)]
    : eventChanges(parse(published) as object, parse(current) as object).map(
        (change) => `Breaks subscribers: ${change}`,
      );

/**
 * What differs between the documents and must not, one line for each fault: the project's document from the code, or
 * published events from what their subscribers rely on.
 */
export const eventProblems = (documents: EventDocuments): readonly string[] => [
  ...(documents.written === documents.current ? [] : [differs(ASYNCAPI)]),
  ...breakingEventChanges(documents),
];
