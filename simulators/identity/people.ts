import type { TokenRole } from './api.ts';

/** Someone whom the page offers. */
export interface Person {
  /** The `sub` of their tokens. */
  readonly sub: string;
  readonly name: string;
  readonly role: TokenRole;
  /** What they do, in a word. */
  readonly work: string;
  readonly may: string;
}

/** The people whom the page offers to sign in as. */
export const people: readonly Person[] = [
  { sub: 'alice', name: 'Alice', role: 'customer', work: 'customer', may: 'Orders and pays' },
  { sub: 'kim', name: 'Kim', role: 'staff', work: 'kitchen', may: 'Prepares what is ordered' },
  { sub: 'root', name: 'Root', role: 'admin', work: 'administrator', may: 'Runs the whole shop' },
];
