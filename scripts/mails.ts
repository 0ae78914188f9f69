import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { localFile } from './console/paths.ts';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { mailsPage } from './mails/mails-page.ts';
import { sentMails } from './mails/sent-mails.ts';

const usage = `Usage: npm run -s mails

Writes the mails that the running Orderly on this machine has sent to a page, and prints its address. Open it in a
browser: it shows each mail as HTML, on a phone, and as text.`;

await runMain(async () => {
  parseCommandLine(usage, {});
  const { endpoint } = readStackFile();
  if (!endpoint) throw new Problem('This stage is on AWS, where mails are delivered.');
  const file = localFile('mails.html');
  // Mails contain addresses and payment links, so only this user can read the file.
  writeFileSync(file, mailsPage(await sentMails(endpoint)), { mode: 0o600 });
  process.stdout.write(`${pathToFileURL(file).href}\n`);
});
