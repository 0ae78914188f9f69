import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import { tokenRoles } from '../domain/claims.ts';
import type { issueToken } from './issue-token.ts';

/** Who the token is for; without roles, a customer. */
const TokenRequest = z.strictObject({
  sub: z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')),
  roles: z.prefault(z.array(z.enum(tokenRoles)).check(z.maxLength(tokenRoles.length)), ['customer']),
});

/** POST /identity/token */
export const createHandler = (issue: ReturnType<typeof issueToken>) =>
  httpHandler({ auth: 'public', body: TokenRequest }, async ({ body }) =>
    ok(await issue(body.sub, [...new Set(body.roles)])),
  );
