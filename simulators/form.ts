import type { Headers } from '../shared/http/contract.ts';

/** True if the body of a request is a form. */
export const isForm = ({ headers }: { readonly headers: Headers }): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');
