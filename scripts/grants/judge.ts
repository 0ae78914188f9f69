import { emulatorGrants } from '../../infra/constructs/emulator-grants.ts';
import type { RecordedCall } from '../emulator/recorded-calls.ts';
import type { DeployedFunction } from './deployed-functions.ts';
import type { GrantException } from './exceptions.ts';
import { covers, grantsIn, grantText, type Grant } from './grants.ts';
import { lambdaNeeds } from './lambda-needs.ts';

/** How the grants of one function were used. Each grant counts once, in the first field after `grants` that applies. */
export interface FunctionGrants {
  readonly name: string;
  readonly grants: number;
  /** Grants that a call of the run used. */
  readonly called: number;
  /** Grants that Lambda itself uses. */
  readonly byLambda: number;
  readonly excepted: number;
  readonly unused: readonly Grant[];
}

export interface Judgement {
  readonly functions: readonly FunctionGrants[];
  /** One line for each exception that is out of date, with the reason. */
  readonly outdated: readonly string[];
}

const standIns = new Map<string, string>(Object.values(emulatorGrants).map((one) => [one.action, one.onAws]));

/**
 * True if a call uses a grant. If the emulator requires another action than AWS (`emulatorGrants`), the call also uses
 * AWS's action. If the emulator's action has no resource, the call uses AWS's action on any resource.
 */
const uses = (call: Grant, grant: Grant): boolean => {
  if (covers(grant, call)) return true;
  const onAws = standIns.get(call.action);
  if (onAws === undefined) return false;
  return covers(grant, { action: onAws, resource: call.resource === '*' ? grant.resource : call.resource });
};

const isMeant = ({ action, resource = '' }: GrantException, grant: Grant): boolean =>
  grant.action === action && grant.resource.endsWith(resource);

/** Why an exception for one function is out of date; undefined if the function needs the exception. */
const faultOf = (exception: GrantException, all: readonly Grant[], unused: readonly Grant[]) => {
  const meant = all.filter((grant) => isMeant(exception, grant));
  if (exception.stages === 'aws')
    return meant.length === 0 ? undefined : 'the local stage has this grant as well';
  if (meant.length === 0) return 'the function has no such grant';
  const used = meant.find((grant) => !unused.includes(grant));
  return used === undefined ? undefined : `${grantText(used)} is used`;
};

/**
 * Compares the permissions of functions with the calls that they made.
 *
 * @param functions all functions of the local stage
 * @param calls all calls of a whole integration run
 * @param exceptions grants that no call needs to use
 */
export const judgeGrants = (
  functions: readonly DeployedFunction[],
  calls: readonly RecordedCall[],
  exceptions: readonly GrantException[],
): Judgement => {
  const callsByRole = Map.groupBy(calls, ({ role }) => role);
  const outdated: string[] = [];
  const report = (name: string, { action, resource = '' }: GrantException, fault: string) =>
    outdated.push(`${name}: ${action}${resource === '' ? '' : ` on …${resource}`}: ${fault}`);

  const judged = functions.map(({ name, role, statements, ...setup }): FunctionGrants => {
    const all = grantsIn(statements);
    const called = all.filter((grant) => callsByRole.get(role)?.some((call) => uses(call, grant)));
    const needs = lambdaNeeds(setup);
    const notCalled = all.filter((grant) => !called.includes(grant));
    const unused = notCalled.filter((grant) => !needs.some((need) => covers(grant, need)));
    const own = exceptions.filter((exception) => exception.functions.includes(name));
    for (const exception of own) {
      const fault = faultOf(exception, all, unused);
      if (fault !== undefined) report(name, exception, fault);
    }
    const isExcepted = (grant: Grant) =>
      own.some((exception) => exception.stages === 'all' && isMeant(exception, grant));
    const excepted = unused.filter(isExcepted);
    return {
      name,
      grants: all.length,
      called: called.length,
      byLambda: notCalled.length - unused.length,
      excepted: excepted.length,
      unused: unused.filter((grant) => !excepted.includes(grant)),
    };
  });

  const names = new Set(functions.map(({ name }) => name));
  for (const exception of exceptions.filter(({ stages }) => stages === 'all')) {
    for (const name of exception.functions.filter((one) => !names.has(one)))
      report(name, exception, 'there is no such function');
  }
  return { functions: judged.toSorted((one, other) => (one.name < other.name ? -1 : 1)), outdated };
};
