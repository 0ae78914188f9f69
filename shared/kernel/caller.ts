/** The roles of callers. `admin` includes `staff`, and everyone who is signed in is a customer. */
export const roles = ['customer', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who makes a request, according to the verified token. */
export interface Caller {
  /** The token's `sub`. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** The e-mail address that the token proves. */
  readonly email?: string;
  /** The phone number that the token proves, in E.164 format. */
  readonly phone?: string;
}

/** True if the caller has the role, or a role that includes it. */
export const hasRole = (caller: Caller, role: Role): boolean => {
  switch (role) {
    case 'customer':
      return true;
    case 'staff':
      return caller.roles.includes('staff') || caller.roles.includes('admin');
    case 'admin':
      return caller.roles.includes('admin');
  }
};

/** True if the caller is the owner or staff. */
export const mayActFor = (caller: Caller, ownerId: string): boolean =>
  caller.id === ownerId || hasRole(caller, 'staff');

/** Identifies the caller by the `Authorization` header. @throws AppError `unauthenticated` if that fails. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;
