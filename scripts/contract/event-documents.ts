import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parse, stringify } from 'yaml';
import { projectRoot } from '../console/paths.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { eventChanges } from './event-changes.ts';

/** The AsyncAPI document that is written from the code. */
export const ASYNCAPI = 'docs/api/asyncapi.yaml';
/** Its last published version, which subscribers rely on. */
export const PUBLISHED_ASYNCAPI = 'docs/api/published/asyncapi.yaml';

const readText = (path: string): string | undefined =>
  existsSync(join(projectRoot, path)) ? readFileSync(join(projectRoot, path), 'utf8') : undefined;

/**
 * The AsyncAPI document of the code as YAML, formatted as Prettier does. Texts that YAML 1.1 reads as times or booleans
 * are quoted, because many parsers still follow it.
 */
export const asyncApiYaml = async (): Promise<string> => {
  const options = await resolveConfig(join(projectRoot, ASYNCAPI));
  const yaml = stringify(asyncApiDocument(), {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    lineWidth: 0,
  });
  return format(yaml, { ...options, filepath: ASYNCAPI });
};

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
    ? [`${PUBLISHED_ASYNCAPI} is missing. Restore it from git.`]
    : eventChanges(parse(published) as object, parse(current) as object).map(
        (change) => `Breaks subscribers: ${change}`,
      );

/**
 * What differs between the documents and must not, one line for each fault: the project's document from the code, or
 * published events from what their subscribers rely on.
 */
export const eventProblems = (documents: EventDocuments): readonly string[] => [
  ...(documents.written === documents.current
    ? []
    : [`${ASYNCAPI} differs from the code. Write it again: npm run contract`]),
  ...breakingEventChanges(documents),
];
