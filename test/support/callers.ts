import { eventually } from './eventually.ts';
import { request, type Answer, type RequestParts } from './http.ts';
import { deployedStack } from './stack.ts';

export type Role = 'customer' | 'staff' | 'admin';

export const api = (path: string): string => `${deployedStack().apiUrl}${path}`;
export const simulators = (path: string): string => `${deployedStack().simulatorsUrl}${path}`;

/**
 * Returns the body of a response that has one of these statuses.
 * @throws Error with the response if it has another status.
 */
export const demand = <Body>(answer: Answer<Body>, ...statuses: readonly number[]): Body => {
  if (statuses.includes(answer.status)) return answer.body;
  throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
};

const tokens = new Map<string, Promise<string>>();

/**
 * Fetches a token for any user in any role. Retries, because a test may have just killed the Lambda worker that issues
 * tokens.
 */
export const tokenFor = (sub: string, role: Role = 'customer'): Promise<string> => {
  const key = `${role}:${sub}`;
  const issued =
    tokens.get(key) ??
    eventually(
      async () => {
        const body = { sub, roles: [role] };
        const answer = await request<{ access_token: string }>('POST', simulators('/identity/tokens'), {
          body,
        });
        return demand(answer, 200).access_token;
      },
      { describe: `a token for ${sub}` },
    );
  tokens.set(key, issued);
  return issued;
};

export const callAs = async <Body = Record<string, unknown>>(
  sub: string,
  role: Role,
  method: string,
  path: string,
  parts: RequestParts = {},
): Promise<Answer<Body>> => request<Body>(method, api(path), { token: await tokenFor(sub, role), ...parts });

/**
 * Repeats an idempotent request while it fails with a 5xx, as a good client does. It fails, for example, if a test
 * kills the Lambda worker that processes it.
 * @returns the first answer that is not a 5xx
 */
export const whileUnavailable = <Body>(send: () => Promise<Answer<Body>>): Promise<Answer<Body>> =>
  eventually(
    async () => {
      const answer = await send();
      if (answer.status >= 500) throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer;
    },
    { describe: 'Orderly being available' },
  );
