import * as z from 'zod/mini';
import { AppError } from '../../../shared/errors.ts';
import { validate, type HttpRequest } from '../../../shared/http/contract.ts';
import type { HttpResponse } from '../../../shared/http/responses.ts';
import { isForm } from '../../form.ts';
import { TokenRole, usualEmail } from '../api.ts';
import {
  checkAuthorizationRequest,
  errorRedirect,
  isLoopbackUri,
  withParameters,
  type AuthorizationRequest,
  type Parameters,
} from '../authorization-request.ts';
import { people } from '../people.ts';
import type { signIn } from '../sign-in.ts';
import type { Subject } from '../token.ts';
import { refusalPage, signedOutPage, signInPage } from './sign-in-page.tsx';

type Request = HttpRequest<unknown, Parameters, unknown>;

/** Lets the browser fetch another address with GET (RFC 9110, section 15.4.4). */
const redirect = (location: string): HttpResponse => ({
  status: 303,
  headers: { location, 'content-type': 'text/plain', 'referrer-policy': 'no-referrer' },
  body: '',
});

/** Calls `ask` for a valid request. Otherwise tells the client about the mistake, or shows the mistake on a page. */
const withRequest = (
  issuer: string,
  query: Parameters,
  ask: (request: AuthorizationRequest) => HttpResponse | Promise<HttpResponse>,
): HttpResponse | Promise<HttpResponse> => {
  const checked = checkAuthorizationRequest(query);
  switch (checked.outcome) {
    case 'ask':
      return ask(checked.request);
    case 'redirect':
      return redirect(errorRedirect(issuer, checked.request, checked.error));
    case 'show':
      return refusalPage(checked.problem);
  }
};

/** Shows the sign-in page to a browser that a client has sent here. */
export const showSignIn =
  (issuer: string) =>
  async ({ query }: Pick<Request, 'query'>): Promise<HttpResponse> =>
    withRequest(issuer, query, (request) => signInPage(request));

const NAME_MISTAKE = 'Use 1 to 64 letters, digits and signs, without spaces.';

/**
 * What the forms of the sign-in page send. This schema is not the route's `body`, because the HTTP pipeline
 * (`shared/http/contract.ts`) accepts only JSON there.
 */
const SignInChoice = z.strictObject({
  /**
   * The `sub` of a person whom the page offers, `other` for the person in `name` and `role`, or `nobody` to cancel the
   * sign-in.
   */
  as: z.string().check(z.maxLength(64)),
  name: z.optional(z.string().check(z.maxLength(256))),
  role: z.optional(TokenRole),
});

/** A person whose name was typed into the page. */
const TypedPerson = z.object({
  sub: z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/)),
  role: TokenRole,
});

/** Handles what the forms of the sign-in page send. */
export const answerSignIn =
  (issuer: string, enter: ReturnType<typeof signIn>) =>
  async (http: Pick<Request, 'query' | 'headers' | 'rawBody'>): Promise<HttpResponse> => {
    if (!isForm(http))
      throw new AppError('invalid', 'request.unsupported-media-type', 'Send the choice as a form');
    const form = Object.fromEntries(new URLSearchParams(http.rawBody()));
    return withRequest(issuer, http.query, async (request) => {
      const choice = validate('body', SignInChoice, form);
      if (choice.as === 'nobody') {
        const error = { error: 'access_denied', description: 'Nobody signed in.' };
        return redirect(errorRedirect(issuer, request, error));
      }
      const offered = people.find(({ sub }) => sub === choice.as);
      const typed = TypedPerson.safeParse({ sub: choice.name?.trim(), role: choice.role });
      const person = choice.as === 'other' ? typed.data : offered;
      if (person === undefined) {
        const { name = '', role = '' } = choice;
        return signInPage(request, { name, role, mistake: NAME_MISTAKE });
      }
      const { sub, role } = person;
      const subject: Subject = { sub, roles: [role], email: usualEmail(sub) };
      return redirect(await enter(request, subject));
    });
  };

/**
 * Signs out (OpenID Connect RP-Initiated Logout 1.0, section 2). The simulator keeps no sessions, so it only sends the
 * browser back, or shows a page.
 */
export const endSession = async ({ query }: Pick<Request, 'query'>): Promise<HttpResponse> => {
  const { post_logout_redirect_uri: uri, state } = query;
  if (uri === undefined) return signedOutPage();
  if (isLoopbackUri(uri)) return redirect(withParameters(uri, { state }));
  return refusalPage('The parameter post_logout_redirect_uri must be an address on this machine.');
};
