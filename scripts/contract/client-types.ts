import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../console/child-process.ts';
import { installLocked } from '../console/locked-packages.ts';
import { localFile } from '../console/paths.ts';

/** Where the types of the client are. */
export const CLIENT_TYPES = 'client/api.ts';

const fingerprintOf = (openApi: string): string => createHash('sha256').update(openApi).digest('hex');

/** True if the types were written from this document. */
export const areTypesOf = (types: string | undefined, openApi: string): boolean =>
  types?.startsWith(headerOf(openApi)) === true;

const headerOf = (openApi: string): string =>
  `// Written by \`npm run contract\` from docs/api/openapi.yaml, not by hand.\n// SHA-256 of the document: ${fingerprintOf(openApi)}\n`;

/**
 * Generates the types of the client.
 *
 * @param openApi the text of the document
 * @throws Problem if the generator cannot be installed, or fails
 */
export const clientTypes = async (openApi: string): Promise<string> => {
  const folder = await installLocked({
    source: join(import.meta.dirname, 'generator'),
    name: 'client-generator',
    announcement: 'Installing the generator of the client (only once)',
  });
  const [input, output] = [join(folder, 'openapi.yaml'), join(folder, 'api.ts')];
  writeFileSync(input, openApi);
  await runLogged({
    title: 'Generating the types of the client',
    file: process.execPath,
    args: [
      join(folder, 'node_modules', 'openapi-typescript', 'bin', 'cli.js'),
      input,
      '--output',
      output,
      '--root-types',
      '--root-types-no-schema-prefix',
    ],
    cwd: folder,
    logFile: localFile('logs', 'client-generator.log'),
  });
  return `${headerOf(openApi)}${readFileSync(output, 'utf8')}`;
};
