import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { clientSettings } from '../../scripts/emulator/access.ts';
import { deniedCalls } from '../../scripts/emulator/denied-calls.ts';
import { functionLogs } from '../../scripts/emulator/function-logs.ts';
import { testBackend } from '../../scripts/testing/backend.ts';
import { runJestTier } from '../../scripts/testing/jest.ts';
import { tiers } from '../../scripts/testing/tiers.ts';
import type { GrantMutant } from './grants.ts';

/** Whether a test noticed that a grant was missing. */
export interface GrantHunt {
  readonly mutant: GrantMutant;
  readonly noticedBy: readonly string[];
  /** Whether the function's log shows which grant is missing. */
  readonly isLogged: boolean;
}

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/**
 * Removes an action from all statements.
 * @throws Error if no statement has it
 */
const without = (policy: Policy, action: string): Policy => {
  const statements = policy.Statement.map(({ Action, ...rest }) => ({
    ...rest,
    Action: [Action].flat().filter((one) => one !== action),
  }));
  if (
    statements.flatMap(({ Action }) => Action).length ===
    policy.Statement.flatMap(({ Action }) => Action).length
  )
    throw new Error(`No statement allows ${action}`);
  return { ...policy, Statement: statements.filter(({ Action }) => Action.length > 0) };
};

/** Access to the inline policy of a function's role (infra/constructs/function-role.ts). */
const rolePolicyOf = async (endpoint: string, FunctionName: string) => {
  const settings = clientSettings(endpoint);
  const lambda = new LambdaClient(settings);
  const { Role = '', MemorySize } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const iam = new IAMClient(settings);
  const policy = { RoleName: Role.split('/').at(-1), PolicyName: 'own' };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
  const put = async (document: Policy): Promise<void> => {
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(document) }));
    // The update starts new workers, because the old workers may have cached secrets that they read before.
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize }));
  };
  return { before: JSON.parse(decodeURIComponent(PolicyDocument)) as Policy, put };
};

/**
 * Whether the log of the function shows which grant is missing.
 * @param since the log is read from this time on, in milliseconds since 1970
 */
const isLogged = async (endpoint: string, mutant: GrantMutant, since: number): Promise<boolean> => {
  const filter = { group: mutant.function, since };
  if (mutant.logged !== undefined) {
    return (await functionLogs(endpoint, { ...filter, contains: mutant.logged })).length > 0;
  }
  // SQS names the denied action in lower case, so the comparison ignores the case.
  const wanted = mutant.action.toLowerCase();
  return (await deniedCalls(endpoint, filter)).some(({ action }) => action.toLowerCase() === wanted);
};

/**
 * Deploys Orderly to an emulator that enforces IAM. Then, for each mutant, takes the grant away on the running stack,
 * runs the test that must notice it, and gives the grant back.
 *
 * @throws Error if a test fails without a missing grant
 */
export const huntGrantMutants = async (mutants: readonly GrantMutant[]): Promise<readonly GrantHunt[]> => {
  const tier = tiers.find(({ name }) => name === 'integration')!;
  const backend = testBackend();
  try {
    const env = await backend.provide(tier);
    const endpoint = env['ORDERLY_TEST_ENDPOINT'] ?? '';
    const failuresOf = async (some: readonly GrantMutant[]): Promise<readonly string[]> => {
      const name = some
        .map(({ test }) => `${test.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)
        .join('|');
      const paths = [...new Set(some.map(({ file }) => `test/integration/${file}`))];
      const { failures, failed, reason } = await runJestTier(
        tier,
        { tiers: [tier], paths, name },
        env,
        new AbortController().signal,
      );
      return failed > 0 ? failures.map((failure) => failure.name ?? failure.file).concat(reason ?? []) : [];
    };

    const failures = await failuresOf(mutants);
    if (failures.length > 0)
      throw new Error(`Tests fail although no grant is missing:\n${failures.join('\n')}`);
    const hunts: GrantHunt[] = [];
    for (const mutant of mutants) {
      const functionName = `orderly-local-${mutant.function.replace('/', '-')}`;
      const { before, put } = await rolePolicyOf(endpoint, functionName);
      const since = Date.now();
      await put(without(before, mutant.action));
      let noticedBy: readonly string[];
      try {
        noticedBy = await failuresOf([mutant]);
      } finally {
        await put(before);
      }
      hunts.push({ mutant, noticedBy, isLogged: await isLogged(endpoint, mutant, since) });
    }
    return hunts;
  } finally {
    await backend.stop();
  }
};
