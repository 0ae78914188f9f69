import { httpHandler } from '../../../shared/http/http-handler.ts';
import * as api from '../api.ts';
import { endSession } from '../page/browser-requests.ts';

export const handler = httpHandler(api.endSession, endSession);
