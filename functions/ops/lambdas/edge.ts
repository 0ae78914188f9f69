import { readEnv, text } from '../../../shared/config/env.ts';
import { allowedOrigins, handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { answerOtherMethods, type AllowedMethods } from '../../../shared/http/other-methods.ts';
import { ok } from '../../../shared/http/responses.ts';
import * as api from '../api.ts';

const env = readEnv({ STAGE: text, VERSION: text, METHODS: text });
// infra/constructs/http-api.ts sets this variable.
const methods = JSON.parse(env.METHODS) as AllowedMethods;

const health = httpHandler(api.getHealth, () => ok({ status: 'ok', stage: env.STAGE, version: env.VERSION }));
const notFound = httpHandler(api.notFound, answerOtherMethods(methods, allowedOrigins()));

// One function serves both routes, because neither needs a permission, and because a CloudFormation stack can have only
// a limited number of resources.
export const handler = handlerByRoute([api.getHealth, health], [api.notFound, notFound]);
