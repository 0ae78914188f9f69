import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import * as api from '../api.ts';

const env = readEnv({ STAGE: text, VERSION: text });

export const handler = httpHandler(api.getHealth, () =>
  ok({ status: 'ok', stage: env.STAGE, version: env.VERSION }),
);
