/**
 * API Gateway closes a connection after two hours (developer guide, "Quotas for configuring and running a WebSocket
 * API").
 */
export const CONNECTION_SECONDS = 7_200;

/**
 * The most messages that a page may send over one connection. A page rarely needs more than 40: one each time that it
 * subscribes, and a ping every 8 minutes. A connection that sends more than this limit is closed, because each message
 * costs money and counts towards quotas that all connections share.
 */
export const MOST_MESSAGES = 100;

/**
 * The greatest age of an event that is pushed, in seconds. Pages also poll, so they learn of older changes without a
 * push.
 */
export const STALE_SECONDS = 60;

/** The most subscriptions of a connection. */
export const MOST_SUBSCRIPTIONS = 20;

/**
 * The most connections of a topic. The number is limited, because the function `live-push` must push to all of them
 * within its time limit.
 */
export const MOST_CONNECTIONS = 500;
