import { AppError } from '../../../shared/errors.ts';
import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import {
  fieldOf,
  statusOf,
  type Address,
  type Channel,
  type ContactChange,
  type ContactDetails,
} from './contact.ts';

/** How long a code is valid, in seconds. */
export const CODE_SECONDS = 600;
/** How often a customer may try to enter one code. */
export const MAX_TRIES = 5;
/** The most codes that are sent to one address in 24 hours, even if several customers request them. */
export const CODES_PER_ADDRESS = 3;
/** The most codes that a customer may request in 24 hours. */
export const CODES_PER_CUSTOMER = 5;
const DAY_SECONDS = 86_400;

/** A code that was sent to a customer. The code itself and the address are stored only as keyed hashes. */
export interface VerificationCode {
  readonly customerId: string;
  readonly channel: Channel;
  readonly addressHash: string;
  /** A hash of the customer, the channel, the address and the code. */
  readonly codeHash: string;
  readonly validUntil: Instant;
  readonly tries: number;
  readonly usedAt?: Instant;
}

/**
 * The times at which codes were sent in the last 24 hours, to one address or for one customer. `spend` limits how many
 * there are.
 */
export interface Budget {
  readonly key: string;
  readonly sentAt: readonly Instant[];
}

/** A budget before and after one more code was counted. */
export interface Spending {
  readonly before: Budget;
  readonly after: Budget;
}

/**
 * Counts one more code in a budget.
 * @throws AppError 429 if `limit` codes were sent in the last 24 hours. The error's `retryAfter` is the time until
 *   the next code may be sent.
 */
export const spend = (before: Budget, limit: number, now: Instant): Spending => {
  const dayAgo = addSeconds(now, -DAY_SECONDS);
  const recent = before.sentAt.filter((at) => at > dayAgo);
  if (recent.length < limit) return { before, after: { key: before.key, sentAt: [...recent, now] } };
  const next = addSeconds(recent[recent.length - limit] ?? now, DAY_SECONDS);
  throw new AppError('too-many', 'contact.too-many-codes', 'Too many codes were sent; try again later', {
    retryAfter: Math.ceil(secondsBetween(now, next)),
  });
};

/** When the last code of a budget is a day old. The budget is not needed after that. */
export const budgetEnds = ({ sentAt }: Budget): Instant => addSeconds(sentAt.at(-1) ?? '', DAY_SECONDS);

/**
 * Returns the address that the contact details have for a channel. This address is to be verified with a code.
 * @throws AppError 404 if the channel has no address; 409 if its address is already verified.
 */
export const addressToVerify = (contact: ContactDetails | undefined, channel: Channel): Address => {
  const address = contact?.[fieldOf[channel]];
  if (address === undefined) {
    throw new AppError(
      'not-found',
      'contact.no-address',
      `There is no address to verify. Set "${fieldOf[channel]}" with PUT /me/contact first`,
    );
  }
  if (statusOf(address) === 'verified') {
    throw new AppError('conflict', 'contact.already-verified', 'The address is verified already');
  }
  return address;
};

/** @throws AppError with the reason, if the code cannot be used. */
export const checkUsable = (
  code: VerificationCode | undefined,
  addressHash: string,
  now: Instant,
): VerificationCode => {
  const again = 'Request a new code';
  if (code === undefined) {
    throw new AppError('not-found', 'contact.no-code', `There is no code for this address. ${again}`);
  }
  if (code.addressHash !== addressHash) {
    throw new AppError(
      'conflict',
      'contact.code-for-other-address',
      `The code was sent to an address that has changed since. ${again}`,
    );
  }
  if (code.usedAt !== undefined) {
    throw new AppError('conflict', 'contact.code-used', `The code was used already. ${again}`);
  }
  if (code.validUntil <= now) {
    throw new AppError('unprocessable', 'contact.code-expired', `The code has expired. ${again}`);
  }
  if (code.tries >= MAX_TRIES) {
    throw new AppError('unprocessable', 'contact.no-tries-left', `The code was wrong too often. ${again}`);
  }
  return code;
};

/** The error for a wrong code. `tries` is the number of tries with the code, including this one. */
export const wrongCode = (tries: number): AppError => {
  const left = MAX_TRIES - tries;
  return new AppError(
    'unprocessable',
    'contact.code-wrong',
    left === 0
      ? 'The code is wrong. No tries are left, so request a new code'
      : `The code is wrong. Tries left: ${left}`,
  );
};

/** Creates codes, and hashes them with a secret key. */
export interface CodeSecrets {
  /** A random code of 6 digits, from a cryptographic source. */
  newCode(): string;
  hash(parts: readonly string[]): Promise<string>;
}

/** The text that is hashed for an address. Upper and lower case make no difference. */
export const addressParts = (channel: Channel, address: string): readonly string[] => [
  'address',
  channel,
  address.toLowerCase(),
];

/** The text that is hashed for a code. */
export const codeParts = (
  customerId: string,
  channel: Channel,
  address: string,
  code: string,
): readonly string[] => ['code', customerId, ...addressParts(channel, address), code];

/** Stores the last code for each customer and channel, and the budgets. Each operation is one storage call. */
export interface CodeStore {
  /** Reads a code, strongly consistent. */
  load(customerId: string, channel: Channel): Promise<VerificationCode | undefined>;
  /** Reads a budget, strongly consistent. */
  budget(key: string): Promise<Budget>;
  /**
   * Stores a code in place of the customer's earlier code for the channel, and stores the new budgets. Writes all of
   * them or none.
   * @returns false if a budget has changed since it was read, if another transaction was changing an item, or if the
   *   store is throttled; nothing is written then.
   */
  issue(code: VerificationCode, spendings: readonly Spending[]): Promise<boolean>;
  /**
   * Counts a try.
   * @returns the number of tries, with this one; `undefined` if no try is left, or if the code was used or replaced.
   */
  countTry(code: VerificationCode): Promise<number | undefined>;
  /**
   * Marks a code as used and changes the contact details. Writes both or none.
   * @returns false if the code was used or replaced, if the customer's addresses have changed since `change` was made,
   *   if another transaction was changing an item, or if the store is throttled; nothing is written then.
   */
  redeem(code: VerificationCode, change: ContactChange): Promise<boolean>;
}
