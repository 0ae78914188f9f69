import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import * as api from '../api.ts';
import { showSignIn } from '../page/browser-requests.ts';

const env = readEnv({ ISSUER: text });

export const handler = httpHandler(api.showSignInPage, showSignIn(env.ISSUER));
