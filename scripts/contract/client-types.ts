import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runLogged } from '../console/child-process.ts';
import { localFile } from '../console/paths.ts';

/** Where the types of the client are. */
export const CLIENT_TYPES = 'client/api.ts';

const fingerprintOf = (openApi: string): string => createHash('sha256').update(openApi).digest('hex');

/** True if the types were written from this document. */
export const areTypesOf = (types: string | undefined, openApi: string): boolean =>
  types?.startsWith(headerOf(openApi)) === true;

const headerOf = (openApi: string): string =>
  `// Written by \`npm run contract\` from docs/api/openapi.yaml, not by hand.\n// SHA-256 of the document: ${fingerprintOf(openApi)}\n`;

/** Installs the generator into `.local`, in the version of its lock file. Returns its folder. */
const installGenerator = async (): Promise<string> => {
  const folder = dirname(localFile('client-generator', 'package.json'));
  const source = join(import.meta.dirname, 'generator');
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8');
  const marker = join(folder, 'installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return folder;
  process.stdout.write('Installing the generator of the client (only once) ...\n');
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(source, file), join(folder, file));
  const npm = process.env['npm_execpath'];
  const [file, prefix] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  await runLogged({
    title: 'Installing the generator of the client',
    file,
    args: [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: folder,
    logFile: localFile('logs', 'client-generator-npm.log'),
  });
  writeFileSync(marker, lock);
  return folder;
};

/**
 * Generates the types of the client.
 *
 * @param openApi the text of the document
 * @throws Problem if the generator cannot be installed, or fails
 */
export const clientTypes = async (openApi: string): Promise<string> => {
  const folder = await installGenerator();
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
