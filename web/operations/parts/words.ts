import type { components } from '../../../client/index.ts';

export type OrderStatus = components['schemas']['Order']['status'];

/**
 * The text for each status, and a tone that shows whether the order is in progress, was completed, or ended without
 * being completed.
 */
export const statusWords: Readonly<
  Record<
    OrderStatus,
    { readonly text: string; readonly tone: 'waiting' | 'going' | 'good' | 'bad' | 'quiet' }
  >
> = {
  PENDING: { text: 'Pending', tone: 'waiting' },
  AWAITING_PAYMENT: { text: 'Awaiting payment', tone: 'waiting' },
  PAID: { text: 'Paid', tone: 'going' },
  PREPARING: { text: 'Preparing', tone: 'going' },
  READY: { text: 'Ready', tone: 'going' },
  COMPLETED: { text: 'Completed', tone: 'good' },
  REJECTED: { text: 'Rejected', tone: 'bad' },
  CANCELLED: { text: 'Cancelled', tone: 'bad' },
  EXPIRED: { text: 'Expired', tone: 'quiet' },
};

/** All statuses of an order. */
export const orderStatuses = Object.keys(statusWords) as readonly OrderStatus[];

const isStatus = (text: string): text is OrderStatus => text in statusWords;

/** The status that a text names. Undefined if there is no such status. */
export const statusOf = (text: string): OrderStatus | undefined => (isStatus(text) ? text : undefined);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** How long something took or takes, in at most two units: `40 ms`, `2.5 s`, `4 min 10 s`, `3 d 2 h`. */
export const duration = (milliseconds: number): string => {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < SECOND) return `${ms} ms`;
  if (ms < 10 * SECOND) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return two(Math.floor(ms / MINUTE), 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  if (ms < DAY) return two(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return two(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
};

/** The time from one instant to another, in milliseconds. */
export const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** A duration for a list that is refreshed repeatedly: without seconds after the first minute. */
export const roughly = (milliseconds: number): string =>
  milliseconds < MINUTE
    ? `${Math.max(0, Math.floor(milliseconds / SECOND))} s`
    : duration(Math.floor(milliseconds / MINUTE) * MINUTE);

/** A share as a percentage: `12.5 %`. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** A number with its noun: `1 message`, `2 messages`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/**
 * The last characters of an id, because they differ between ids. The beginning of a UUIDv7 is a time, so many ids begin
 * alike.
 */
export const shortId = (id: string): string => (id.length <= 12 ? id : `…${id.slice(-8)}`);
