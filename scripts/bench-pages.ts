import { join } from 'node:path';
import { orderlyClient } from '../client/index.ts';
import { markdownTable, writeSection } from '../bench/documents/sections.ts';
import { auditPages, categories } from '../bench/pages/audit-pages.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile, projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps } from './deployment/deploy-local.ts';
import { startEmulator } from './emulator/emulator.ts';
import { freePort } from './emulator/free-port.ts';
import { installPythonPackages } from './emulator/python.ts';
import { frontDoorUrl } from './front-door/front-door.ts';
import { wholeBrowser } from './testing/browser/browser.ts';
import { patientFetch } from './tour/api-client.ts';
import { seedCatalogue } from './tour/seed-catalogue.ts';
import { issueToken } from './tour/token.ts';

/** The lowest Lighthouse score that a page of the shop may have in a category. */
const LEAST = 95;

const usage = `Usage: npm run bench:pages [-- [--runs 3] [--no-write]]

Starts an emulator, deploys Orderly with its demo products, and audits the pages with Lighthouse, as a phone with a slow
network sees them. Needs Chrome or Chromium. Writes the scores to web/README.md. Fails if a score of the shop is below ${LEAST}.

  --runs      number of audits of each page; the median counts (default: 3)
  --no-write  do not change web/README.md`;

/** The pages that anybody can open, by name. The pages of staff show only the sign-in. */
const pages: readonly (readonly [name: string, path: string])[] = [
  ['Shop: catalogue', ''],
  ['Shop: basket', 'basket'],
  ['Kitchen: sign-in', 'kitchen/'],
  ['Operations: sign-in', 'operations/'],
];

// A signal ends this process with `process.exit`, so that exit hooks stop everything that this process has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    runs: { type: 'string', default: '3' },
    'no-write': { type: 'boolean', default: false },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Problem(`--runs must be a whole number, at least 1.\n\n${usage}`);

  const step = numberedSteps(deploymentSteps + 3);
  await installPythonPackages('requirements');
  const browser = wholeBrowser();
  const synthesis = beginSynthesis('local');
  const emulator = await step('Starting the emulator', async () =>
    startEmulator({
      port: await freePort(),
      iam: 'enforced',
      logFile: localFile('logs', 'pages-emulator.log'),
    }),
  );
  const port = await freePort();
  try {
    const { stack, frontDoor } = await deployLocal({
      endpoint: emulator.endpoint,
      synthesis,
      stackFile: localFile('pages-stack.json'),
      step,
      frontDoor: { port, emulatorPid: emulator.pid, logFile: localFile('logs', 'pages-front-door.log') },
    });
    try {
      await step('Creating the demo products', async () => {
        const token = await issueToken(stack, 'shopkeeper', 'admin');
        const admin = orderlyClient({ baseUrl: stack.apiUrl, token, fetch: patientFetch });
        await seedCatalogue(admin, stack.apiUrl);
      });
      const urls = pages.map(([, path]) => `${frontDoorUrl(port)}/${path}`);
      const scores = await step(`Auditing ${urls.length} pages ${runs} times`, () =>
        auditPages(urls, runs, browser),
      );
      const table = markdownTable(
        ['Page', ...categories],
        pages.map(([name], index) => [name, ...categories.map((one) => String(scores[index]?.[one] ?? 0))]),
      );
      process.stdout.write(`\n${table}\n`);
      if (!values['no-write']) {
        const section = { name: 'lighthouse', command: 'npm run bench:pages' };
        writeSection(join(projectRoot, 'web', 'README.md'), section, table);
      }
      const shop = scores.filter((_, index) => pages[index]?.[0].startsWith('Shop') === true);
      const low = shop.some((score) => categories.some((category) => score[category] < LEAST));
      return low ? 1 : 0;
    } finally {
      frontDoor?.stop();
    }
  } finally {
    await emulator.stop();
  }
});
