import type { TokenRole } from './api.ts';

/** A person whom the sign-in page offers. */
export interface Person {
  /** The `sub` of the person's tokens. */
  readonly sub: string;
  readonly name: string;
  readonly role: TokenRole;
  /** The person's job, in one word. */
  readonly work: string;
  readonly may: string;
}

/** The people as whom a visitor of the page can sign in. */
export const people: readonly Person[] = [
  { sub: 'alice', name: 'Alice', role: 'customer', work: 'customer', may: 'Orders and pays' },
  { sub: 'kim', name: 'Kim', role: 'staff', work: 'kitchen', may: 'Prepares what is ordered' },
  { sub: 'root', name: 'Root', role: 'admin', work: 'administrator', may: 'Runs the whole shop' },
];
