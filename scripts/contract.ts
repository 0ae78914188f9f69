import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import {
  breakingChanges,
  currentClient,
  currentFiles,
  publishedFiles,
  publishedOpenApi,
  readContract,
} from './contract/documents.ts';
import {
  ASYNCAPI,
  PUBLISHED_ASYNCAPI,
  breakingEventChanges,
  eventDocuments,
} from './contract/event-documents.ts';
import type { GeneratedFile } from './contract/generated-files.ts';

const usage = `Usage: npm run contract [-- --publish]

Writes the documents in docs/api and the types of the client (client/api.ts) from the code.

  --publish   also keep them as the published version, with which later ones are compared; for a release`;

const write = ({ path, text }: GeneratedFile) => {
  const file = join(projectRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`Written: ${path}\n`);
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, { publish: { type: 'boolean', default: false } });
  const contract = await readContract();
  const events = await eventDocuments();
  for (const file of await currentFiles(contract)) write(file);
  write(await currentClient());
  write({ path: ASYNCAPI, text: events.current });
  if (!values.publish) return;
  const published = publishedOpenApi();
  const breaks = [
    ...(published === undefined ? [] : breakingChanges(published, contract.openApi)),
    ...(events.published === undefined ? [] : breakingEventChanges(events)),
  ];
  if (breaks.length > 0) throw new Problem(`Nothing was published.\n${breaks.join('\n')}`);
  for (const file of await publishedFiles(contract)) write(file);
  write({ path: PUBLISHED_ASYNCAPI, text: events.current });
});
