import open from 'open';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { SIGN_IN_TIMEOUT_MS, signInByBrowser } from './sign-in/browser-sign-in.ts';
import { DEFAULT_PORT } from './sign-in/callback.ts';
import { signInTarget } from './sign-in/target.ts';
import { issueToken, roles, type Role } from './tour/token.ts';

const usage = `Usage: npm run -s token -- --sub <name> [--role ${roles.join('|')}]
       npm run -s token -- --stage local|sandbox|production [options]

Prints a token to standard output, and nothing else. The first form asks nobody: it works for the running Orderly on this
machine. The second form signs you in by the browser.

  --sub         name of the user, for example alice
  --role        role of the user (default: customer); with --stage, whether you sign in as a customer, or as staff or an
                administrator, who share one sign-in (default: staff)
  --stage       the stage to sign in to
  --name        the name of a sandbox, if several share an account
  --port        the port to which the browser returns (default: ${DEFAULT_PORT})
  --no-browser  only prints the address of the page`;

const portOf = (given: string): number => {
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(`--port must be a number from 1 to 65535, and is "${given}".`);
};

const roleOf = (given: string): Role => {
  const role = roles.find((known) => known === given);
  if (role) return role;
  throw new Problem(`Unknown role "${given}". The roles are ${roles.join(', ')}.`);
};

/** Standard output contains only the token, so everything for people goes to standard error. */
const showPage = (inBrowser: boolean) => async (address: string) => {
  const how = inBrowser ? 'Sign in on the page that opens in your browser, or at' : 'To sign in, open';
  process.stderr.write(`${how}:\n\n  ${address}\n\n`);
  // If no browser can be opened, the printed address is enough.
  if (inBrowser) await open(address).catch(() => undefined);
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    sub: { type: 'string' },
    role: { type: 'string' },
    stage: { type: 'string' },
    name: { type: 'string' },
    port: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
  });
  const { sub, stage, name } = values;
  if (stage === undefined) {
    if (!sub) throw new Problem(`--sub or --stage is missing.\n\n${usage}`);
    const role = roleOf(values.role ?? 'customer');
    process.stdout.write(`${await issueToken(readStackFile(), sub, role)}\n`);
    return;
  }
  if (sub) throw new Problem('With --stage, the sign-in page asks who you are. Leave out --sub.');
  const target = await signInTarget(stage, { role: roleOf(values.role ?? 'staff'), name, usage });
  const token = await signInByBrowser({
    ...target,
    port: portOf(values.port ?? String(DEFAULT_PORT)),
    show: showPage(!values['no-browser']),
    timeoutMs: SIGN_IN_TIMEOUT_MS,
  });
  process.stdout.write(`${token}\n`);
});
