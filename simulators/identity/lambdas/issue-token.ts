import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { tokenIssuing } from '../adapters/token-issuing.ts';
import * as api from '../api.ts';
import { accessToken } from '../token.ts';

const issuing = tokenIssuing();

export const handler = httpHandler(api.issueToken, async ({ body }) => {
  const { sub, roles, email = api.usualEmail(sub), phone_number: phone } = body;
  return ok(await accessToken(issuing, { sub, roles: [...new Set(roles)], email, phone }));
});
