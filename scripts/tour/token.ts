import { Problem } from '../console/problem.ts';
import type { Stack } from '../deployment/stack-file.ts';
import { apiClient } from './api-client.ts';

export const roles = ['customer', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Gets a signed token for any user from the identity simulator. The token contains the verified mail address
 * `<sub>@example.com`.
 *
 * @param sub id of the user
 * @param phone a verified phone number for the token to contain, too
 * @throws Problem if the stage has a real identity provider
 */
export const issueToken = async (stack: Stack, sub: string, role: Role, phone?: string): Promise<string> => {
  if (!stack.simulatorsUrl) {
    throw new Problem('This stage has a real identity provider. Sign in there to get a token.');
  }
  const identity = apiClient(stack.simulatorsUrl);
  const answer = await identity.post<{ access_token: string }>('/identity/tokens', {
    sub,
    roles: [role],
    ...(phone === undefined ? {} : { phone_number: phone }),
  });
  return answer.access_token;
};
