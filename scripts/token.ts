import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { issueToken, roles } from './tour/token.ts';

const usage = `Usage: npm run -s token -- --sub <name> [--role ${roles.join('|')}]

Prints a token for the running Orderly to standard output, and nothing else.

  --sub    name of the user, for example alice
  --role   role of the user (default: customer)`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    sub: { type: 'string' },
    role: { type: 'string', default: 'customer' },
  });
  if (!values.sub) throw new Problem(`--sub is missing. It names the user of the token.\n\n${usage}`);
  const role = roles.find((known) => known === values.role);
  if (!role) throw new Problem(`Unknown role "${values.role}". The roles are ${roles.join(', ')}.`);
  process.stdout.write(`${await issueToken(readStackFile(), values.sub, role)}\n`);
});
