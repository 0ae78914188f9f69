import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import * as api from '../api.ts';
import { discoveryOf } from '../discovery.ts';

const env = readEnv({ ISSUER: text });

export const handler = httpHandler(api.getDiscovery, () => cacheable(discoveryOf(env.ISSUER), 300));
