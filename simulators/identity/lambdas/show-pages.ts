import { readEnv, text } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import * as api from '../api.ts';
import { endSession, showSignIn } from '../page/browser-requests.ts';

const env = readEnv({ ISSUER: text });

/** Shows the sign-in page, and signs out. Both routes work without the simulators' table. */
export const handler = handlerByRoute(
  [api.showSignInPage, httpHandler(api.showSignInPage, showSignIn(env.ISSUER))],
  [api.endSession, httpHandler(api.endSession, endSession)],
);
