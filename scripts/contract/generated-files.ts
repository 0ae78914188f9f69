import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { projectRoot } from '../console/paths.ts';

/** A file of the project that is written from the code, by its path. */
export type GeneratedFile = { path: string; text: string };

/** The text of a file of the project; undefined if there is none. */
export const readText = (path: string): string | undefined =>
  existsSync(join(projectRoot, path)) ? readFileSync(join(projectRoot, path), 'utf8') : undefined;

/** The file as Prettier formats it. */
export const formatted = async (path: string, text: string): Promise<GeneratedFile> => {
  const options = await resolveConfig(join(projectRoot, path));
  return { path, text: await format(text, { ...options, filepath: path }) };
};

/**
 * YAML without aliases. Its lines are as long as their text. Texts that YAML 1.1 reads as times or booleans are quoted,
 * because many parsers still follow it.
 */
export const yamlOf = (document: object): string =>
  stringify(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 0 });

/** The fault of a generated file that is not what its source says now. @param source what it is written from */
export const differs = (path: string, source = 'the code'): string =>
  `${path} differs from ${source}. Write it again: npm run contract`;

/** The fault of a published document that is not in the project. */
export const isMissing = (path: string): string => `${path} is missing. Restore it from git.`;
