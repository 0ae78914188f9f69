import { parseCommandLine } from '../../scripts/console/command-line.ts';
import { Problem, runMain } from '../../scripts/console/problem.ts';
import { huntMutants } from '../simulation/campaign/campaign.ts';
import { mutantsReport } from '../simulation/campaign/report.ts';
import { mutants as simulationMutants } from '../simulation/mutants/mutants.ts';
import { huntGrantMutants } from './grant-hunt.ts';
import { grantMutants } from './grants.ts';
import { huntUnitMutants, type Hunt } from './hunt.ts';
import { unitMutants } from './unit-mutants.ts';

const usage = `Usage: npm run mutants [-- --unit | --grants] [--only NAME]

Plants bugs in the code, one at a time, and prints which test or invariant noticed each.

  (no option)   plant the bugs that the simulation must find, as "npm run simulate -- --mutant all"
  --unit        plant the bugs that the unit tests must find
  --grants      take grants from functions' roles on an emulator; the integration tests must notice each
  --only NAME   plant only this bug, or those whose names begin with NAME`;

const row = ({ mutant, noticedBy, broken }: Hunt): string => {
  const [first, ...others] = noticedBy;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const result = first === undefined ? (broken ?? 'NOT NOTICED') : `${first}${more}`;
  return `| ${mutant.bug} | ${mutant.layer} | \`${mutant.file}\` | ${result.split('\n')[0]} |`;
};

const chosen = <Named extends { readonly name: string }>(
  all: readonly Named[],
  name: string | undefined,
): readonly Named[] => {
  if (name === undefined) return all;
  const exact = all.filter((one) => one.name === name);
  const some = exact.length > 0 ? exact : all.filter((one) => one.name.startsWith(name));
  if (some.length > 0) return some;
  throw new Problem(
    `There is no bug "${name}". The names are in test/mutants, and for the simulation in test/simulation/mutants`,
  );
};

const huntUnit = async (name: string | undefined): Promise<number> => {
  const wanted = chosen(unitMutants, name);
  const hunts = await huntUnitMutants(wanted, ({ mutant, noticedBy }, done) => {
    const result = noticedBy.length > 0 ? 'noticed' : 'NOT NOTICED';
    process.stderr.write(`[${done}/${wanted.length}] ${mutant.name}: ${result}\n`);
  });
  const noticed = hunts.filter(({ noticedBy }) => noticedBy.length > 0).length;
  const head = ['| Bug | Layer | File | Noticed by |', '| --- | --- | --- | --- |'];
  process.stdout.write(`\n${[...head, ...hunts.map(row)].join('\n')}\n\n`);
  process.stdout.write(`${noticed} of ${hunts.length} planted bugs noticed\n`);
  return noticed === hunts.length ? 0 : 1;
};

const huntGrants = async (name: string | undefined): Promise<number> => {
  const hunts = await huntGrantMutants(chosen(grantMutants, name));
  const rows = hunts.map(({ mutant, noticedBy, isLogged }) => {
    const result = noticedBy[0] ?? 'NOT NOTICED';
    return `| ${mutant.bug} | \`${mutant.function}\` | \`${mutant.action}\` | ${result} | ${isLogged ? 'yes' : 'NO'} |`;
  });
  const head = [
    '| Bug | Function | Missing grant | Failing test | Log names it |',
    '| --- | --- | --- | --- | --- |',
  ];
  process.stdout.write(`\n${[...head, ...rows].join('\n')}\n\n`);
  const found = hunts.filter(({ noticedBy, isLogged }) => noticedBy.length > 0 && isLogged).length;
  process.stdout.write(`${found} of ${hunts.length} missing grants noticed by a test and named by the log\n`);
  return found === hunts.length ? 0 : 1;
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    unit: { type: 'boolean' },
    grants: { type: 'boolean' },
    only: { type: 'string' },
  });
  if (values.grants === true) return huntGrants(values.only);
  if (values.unit === true) return huntUnit(values.only);
  const wanted = chosen(simulationMutants, values.only);
  const hunts = await huntMutants(
    wanted.map(({ name }) => name),
    1,
    2000,
  );
  process.stdout.write(`${mutantsReport(wanted, hunts)}\n`);
  return hunts.every(({ seed }) => seed !== undefined) ? 0 : 1;
});
