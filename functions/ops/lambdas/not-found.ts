import { readEnv, text } from '../../../shared/config/env.ts';
import { allowedOrigins, httpHandler } from '../../../shared/http/http-handler.ts';
import { answerOtherMethods, type AllowedMethods } from '../../../shared/http/other-methods.ts';
import * as api from '../api.ts';

const env = readEnv({ METHODS: text });
// infra/constructs/http-api.ts sets this variable.
const methods = JSON.parse(env.METHODS) as AllowedMethods;

export const handler = httpHandler(api.notFound, answerOtherMethods(methods, allowedOrigins()));
