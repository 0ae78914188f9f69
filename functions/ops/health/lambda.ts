import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';

const env = readEnv({ STAGE: text, VERSION: text });

/** `GET /health`: the API answers, and says which version of it. It asks no other part, so it stays cheap. */
export const handler = httpHandler({ auth: 'public' }, () =>
  ok({ status: 'ok', stage: env.STAGE, version: env.VERSION }),
);
