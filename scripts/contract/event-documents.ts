import { parse } from 'yaml';
import { asyncApiDocument } from './asyncapi.ts';
import { eventChanges } from './event-changes.ts';
import { differs, formatted, isMissing, readText, yamlOf } from './generated-files.ts';

/** The AsyncAPI document that is written from the code. */
export const ASYNCAPI = 'docs/api/asyncapi.yaml';
/** The last published version of the AsyncAPI document. Subscribers rely on this version. */
export const PUBLISHED_ASYNCAPI = 'docs/api/published/asyncapi.yaml';

/** The AsyncAPI document as YAML, generated from the code now. */
export const asyncApiYaml = async (): Promise<string> =>
  (await formatted(ASYNCAPI, yamlOf(asyncApiDocument()))).text;

/**
 * Three versions of the AsyncAPI document, to compare them. `current` is generated from the code now. `written` is the
 * file in the project. `published` is the last published version.
 */
export interface EventDocuments {
  readonly current: string;
  readonly written: string | undefined;
  readonly published: string | undefined;
}

/** Generates or reads the three versions. */
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
 * Lists the faults, one line for each: a difference between the project's document and the code, and each change that
 * breaks subscribers.
 */
export const eventProblems = (documents: EventDocuments): readonly string[] => [
  ...(documents.written === documents.current ? [] : [differs(ASYNCAPI)]),
  ...breakingEventChanges(documents),
];
