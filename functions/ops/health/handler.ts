import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';

/** `GET /health`: the API answers, and says which version of it. It asks no other part, so it stays cheap. */
export const createHandler = (deployed: { readonly stage: string; readonly version: string }) =>
  httpHandler({ auth: 'public' }, () =>
    ok({ status: 'ok', stage: deployed.stage, version: deployed.version }),
  );
