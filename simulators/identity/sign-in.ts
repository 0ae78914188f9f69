import type { Clock } from '../../shared/kernel/clock.ts';
import { CODE_SECONDS, type CodeStore } from './authorization-code.ts';
import { withParameters, type AuthorizationRequest } from './authorization-request.ts';
import type { Subject } from './token.ts';

export interface Dependencies {
  readonly issuer: string;
  readonly codes: Pick<CodeStore, 'insert'>;
  readonly newCode: () => string;
  readonly now: Clock;
}

/**
 * Signs a person in for a valid authorization request.
 * @returns the address to which the browser goes, with the code (RFC 6749, section 4.1.2; `iss` from RFC 9207).
 */
export const signIn =
  ({ issuer, codes, newCode, now }: Dependencies) =>
  async (request: AuthorizationRequest, subject: Subject): Promise<string> => {
    const { state, ...bound } = request;
    const code = newCode();
    const expiresAt = Math.floor(Date.parse(now()) / 1000) + CODE_SECONDS;
    await codes.insert({ ...bound, code, subject, expiresAt });
    return withParameters(request.redirectUri, { code, state, iss: issuer });
  };
