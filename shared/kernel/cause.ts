/**
 * Why something happens: carried from the HTTP request through every event and message that follows from it.
 */
export interface Cause {
  /** The id of the request at the root of it all (`X-Correlation-Id`). */
  readonly correlationId: string;
  /** The id of the message, or of the request, that led to this step directly. */
  readonly causationId: string;
}

/** The cause as a reaction to a message sees it: `causationId` is that message's own id. */
export interface MessageContext extends Cause {
  /** When the message came into being. */
  readonly sentAt: string;
}
