import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { projectRoot } from '../console/paths.ts';

/** A file of the project that is generated from the code: its path and its content. */
export type GeneratedFile = { path: string; text: string };

/** The text of a file of the project; undefined if there is none. */
export const readText = (path: string): string | undefined =>
  existsSync(join(projectRoot, path)) ? readFileSync(join(projectRoot, path), 'utf8') : undefined;

/** Formats the text of a file with Prettier. */
export const formatted = async (path: string, text: string): Promise<GeneratedFile> => {
  const options = await resolveConfig(join(projectRoot, path));
  return { path, text: await format(text, { ...options, filepath: path }) };
};

/**
 * Writes YAML without aliases, and does not fold long lines. Quotes texts that YAML 1.1 reads as times or booleans,
 * because many parsers still follow YAML 1.1.
 */
export const yamlOf = (document: object): string =>
  stringify(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 0 });

/**
 * The error about a generated file that differs from its source.
 * @param source what the file is written from
 */
export const differs = (path: string, source = 'the code'): string =>
  `${path} differs from ${source}. Write it again: npm run contract`;

/** The error about a published document that is missing in the project. */
export const isMissing = (path: string): string => `${path} is missing. Restore it from git.`;
