import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { DEFAULT_PORT } from './sign-in/callback.ts';
import { signInToStage } from './sign-in/user-token.ts';
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

const roleOf = (given: string): Role => {
  const role = roles.find((known) => known === given);
  if (role) return role;
  throw new Problem(`Unknown role "${given}". The roles are ${roles.join(', ')}.`);
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
  const token = await signInToStage(stage, {
    role: roleOf(values.role ?? 'staff'),
    name,
    port: values.port,
    inBrowser: !values['no-browser'],
    usage,
  });
  process.stdout.write(`${token}\n`);
});
