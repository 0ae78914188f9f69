/**
 * The most workers of the inbox of the insights service. This service may lag, so it must not take the account's
 * concurrency from functions that orders wait for.
 */
const MOST_WORKERS = 10;

/** How many workers the inbox of the insights service may have, if each other inbox may have `maxConcurrency`. */
export const insightsWorkers = (maxConcurrency: number): number => Math.min(MOST_WORKERS, maxConcurrency);
