import type { Done } from './confirm.tsx';

/** What a dialog says about a form that cannot be sent. */
export const formProblem = (detail: string): Done => ({
  failure: { kind: 'refused', status: 0, code: 'form', detail, correlationId: undefined },
  what: 'Nothing was sent.',
});
