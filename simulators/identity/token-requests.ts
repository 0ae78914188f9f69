import type { HttpRequest } from '../../shared/http/contract.ts';
import type { HttpResponse } from '../../shared/http/responses.ts';
import { isForm } from '../form.ts';
import type { exchangeCode } from './exchange-code.ts';

/** Handles a client's exchange of a code. Errors have the format of OAuth (RFC 6749, section 5.2). */
export const answerExchange =
  (exchange: ReturnType<typeof exchangeCode>) =>
  async (
    http: Pick<HttpRequest<unknown, unknown, unknown>, 'headers' | 'rawBody'>,
  ): Promise<HttpResponse> => {
    const result = isForm(http)
      ? await exchange(new URLSearchParams(http.rawBody()))
      : { error: { error: 'invalid_request', description: 'Send the parameters as a form.' } };
    if ('tokens' in result) return { status: 200, body: result.tokens };
    const { error, description } = result.error;
    return { status: 400, body: { error, error_description: description } };
  };
