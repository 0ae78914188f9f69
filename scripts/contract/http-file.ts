import { examples } from './examples/index.ts';
import type { ServiceApi } from './routes.ts';

/** Routes that the file leaves out, because only the payment provider calls them. */
const LEFT_OUT = new Set(['receiveWebhook']);

/**
 * Requests that editors can send (the format of REST Client for Visual Studio Code, and of JetBrains' HTTP client): one
 * for each route, with the body of its example.
 */
export const httpFile = (apis: readonly ServiceApi[]): string => {
  const requests = apis.flatMap(({ routes }) =>
    Object.entries(routes)
      .filter(([name, { method }]) => method !== 'ANY' && !LEFT_OUT.has(name))
      .map(([name, { method, path, auth, summary, idempotencyKey }]) => {
        const { path: values = {}, query = {}, body } = examples[name] ?? { answers: {} };
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
          key === 'orderId' ? '{{order}}' : (values[key] ?? key),
        );
        const search = new URLSearchParams(
          Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
        ).toString();
        return [
          `### ${summary}`,
          `# @name ${name}`,
          `${method} {{api}}${filled}${search === '' ? '' : `?${search}`}`,
          ...(auth === 'public' ? [] : [`Authorization: Bearer {{${auth}}}`]),
          ...(idempotencyKey === undefined ? [] : [`Idempotency-Key: ${name}-1`]),
          ...(body === undefined
            ? []
            : ['Content-Type: application/json', '', JSON.stringify(body, undefined, 2)]),
          '',
        ].join('\n');
      }),
  );
  return [
    '# Written by `npm run contract` from the code, not by hand. Send the requests from an editor.',
    '# Print the tokens with `npm run -s token -- --sub alice`, and with `--role staff` and `--role admin`.',
    '@api = http://localhost:4567/v1',
    '@customer = paste the token of a customer',
    '@staff = paste the token of a member of staff',
    '@admin = paste the token of an administrator',
    '@order = paste the orderId that "Place an order" returns',
    '',
    ...requests,
  ].join('\n');
};
