import type { Examples } from './example.ts';

/** Example of the route with which pages open a live connection. */
export const liveExamples: Examples = {
  issueTicket: {
    answers: {
      201: {
        ticket: 'Zm9yIG9uZSBjb25uZWN0aW9uIHdpdGhpbiAzMCBzZWM',
        expiresAt: '2026-03-01T09:00:30.000Z',
        url: 'wss://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/v1',
      },
    },
  },
};
