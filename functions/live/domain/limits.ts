/** API Gateway closes a connection after two hours (developer guide, "Quotas for configuring and running a WebSocket API"). */
export const CONNECTION_SECONDS = 7_200;

/**
 * The most messages of a connection. A page sends one for each subscription, and a ping every 8 minutes, so 40 at most.
 * A connection that sends more is closed, because each message costs money and counts towards quotas that all
 * connections share.
 */
export const MOST_MESSAGES = 100;

/**
 * Events that are older than this are not pushed, in seconds. The pages have read their changes meanwhile, because they
 * also poll.
 */
export const STALE_SECONDS = 60;

/** The most subscriptions of a connection. */
export const MOST_SUBSCRIPTIONS = 20;

/** The most connections of a topic, because the pushes of a topic must end within the function's time. */
export const MOST_CONNECTIONS = 500;
