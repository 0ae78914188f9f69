/**
 * The part of Cognito's event that `proveEmail` reads. Cognito sends this event before it generates tokens (Cognito
 * developer guide, "Pre token generation Lambda trigger", version 2).
 */
export interface TokenEvent {
  readonly request: { readonly userAttributes?: Readonly<Record<string, string | undefined>> };
  readonly response: object;
}

/**
 * Adds the user's e-mail address to the access token, if Cognito has verified it: the claims `email` and
 * `email_verified` (OpenID Connect Core 1.0, section 5.1). Without this function, only the ID token has these claims,
 * but customers call the API with the access token.
 * @returns the event with the response that Cognito expects.
 */
export const proveEmail = <Event extends TokenEvent>(event: Event): Event => {
  const { email, email_verified: verified } = event.request.userAttributes ?? {};
  // Cognito sends each attribute as text, so `email_verified` is 'true' and not true.
  const claims = email !== undefined && verified === 'true' ? { email, email_verified: true } : undefined;
  const accessTokenGeneration = claims === undefined ? {} : { claimsToAddOrOverride: claims };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
};
