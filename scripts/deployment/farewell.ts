import { stackFile, type Stack } from './stack-file.ts';

/** How Orderly was started. */
export type FarewellOptions = {
  /** True if `npm start` ends and Orderly keeps running. */
  detach: boolean;
  /** How often the canary runs, if the stage has one. */
  canaryMinutes?: number | undefined;
};

const canaryOf = (minutes: number | undefined): string =>
  minutes === undefined
    ? ''
    : `  Canary          runs every ${minutes} minutes, once it has a key: npm run canary\n`;

/** The text that `npm start` prints when Orderly is ready. */
export const farewell = (stack: Stack, { detach, canaryMinutes }: FarewellOptions): string => `
Orderly is ready.

  Shop            ${new URL('/', stack.apiUrl).href}
  Kitchen         ${new URL('/kitchen/', stack.apiUrl).href} (sign in as Kim)
  Operations      ${new URL('/operations/', stack.apiUrl).href} (sign in as Root)
  API             ${stack.apiUrl}
  Documentation   ${stack.apiUrl}/docs/index.html (routes)
                  ${stack.apiUrl}/docs/events/index.html (events)
  Simulators      ${stack.simulatorsUrl ?? 'none'}
${canaryOf(canaryMinutes)}  Stack details   ${stackFile}

Try it:

  curl ${stack.apiUrl}/products
  TOKEN=$(npm run -s token -- --sub alice)
  curl -X POST ${stack.apiUrl}/orders \\
    -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s)" \\
    -d '{ "items": [{ "productId": "cardamom-bun", "quantity": 2 }] }'

Tokens with other roles: npm run -s token -- --sub bob --role staff (or admin)
${detach ? 'To stop Orderly: npm stop' : 'To stop Orderly, press Ctrl-C.'}
`;
