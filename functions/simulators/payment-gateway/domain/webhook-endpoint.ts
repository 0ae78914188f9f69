/** Where the merchant wants its webhooks, and the secret they are signed with. */
export interface WebhookEndpoint {
  readonly url: string;
  /** `whsec_` and 24 random bytes in base64 (Standard Webhooks, "Signature scheme"). */
  readonly secret: string;
}

/** Keeps the one endpoint. Each operation is one storage call. */
export interface WebhookEndpointStore {
  load(): Promise<WebhookEndpoint | undefined>;
  /** Replaces `known`; false when somebody else did so first. */
  replace(known: WebhookEndpoint | undefined, next: WebhookEndpoint): Promise<boolean>;
}
