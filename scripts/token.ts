import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { issueToken, roles } from './tour/token.ts';

const usage = `Usage: npm run -s token -- --sub <who> [--role ${roles.join('|')}]

Prints a token for the running Orderly, alone on standard output.

  --sub    whose it is, for example alice
  --role   what they may do (customer)`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    sub: { type: 'string' },
    role: { type: 'string', default: 'customer' },
  });
  if (!values.sub) throw new Problem(`--sub is missing: whose token shall it be?\n\n${usage}`);
  const role = roles.find((known) => known === values.role);
  if (!role) throw new Problem(`There is no role "${values.role}"; roles are ${roles.join(', ')}.`);
  process.stdout.write(`${await issueToken(readStackFile(), values.sub, role)}\n`);
});
