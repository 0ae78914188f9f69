import { en } from 'zod/locales';
import * as z from 'zod/mini';

// `zod/mini` has no error texts of its own: it reports "Invalid input" for every error. This line loads the English
// texts. Every Lambda function that shows or logs validation errors loads this module.
z.config(en());

/**
 * Reads and checks the environment variables of a function at start-up. `shape` has a schema for each variable.
 * @throws Error that names each missing or wrong variable.
 */
export const readEnv = <Shape extends z.core.$ZodShape>(shape: Shape): z.output<z.ZodMiniObject<Shape>> => {
  const read = z.object(shape).safeParse(process.env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is incomplete: ${problems.join('; ')}`);
};

/** A variable that must not be empty. */
export const text = z.string().check(z.minLength(1));
/** Like `text`, but a stage may leave the variable unset. */
export const optionalText = z.optional(text);
/** A variable that holds a whole number, such as seconds or a count. */
export const wholeNumber = z.coerce.number().check(z.int(), z.minimum(0));
/** Like `wholeNumber`, but a stage may leave the variable unset. */
export const optionalNumber = z.optional(wholeNumber);

/**
 * A variable that holds JSON.
 * @param schema checks the value that the JSON describes.
 */
export const json = <Schema extends z.ZodMiniType>(schema: Schema) => {
  const parse = z.transform((value: string, context) => {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.issues.push({ code: 'custom', message: 'must be JSON', input: value });
      return z.NEVER;
    }
  });
  return z.pipe(z.pipe(text, parse), schema);
};

/**
 * Matches the address that API Gateway gives an API: `https://<api id>.execute-api.<region>.amazonaws.com/<stage>/…`.
 * LocalStack writes its own name and port in place of the region and the domain. Node refuses LocalStack's certificate,
 * so `reachableApiUrl` builds another address.
 */
const EXECUTE_API =
  /^https?:\/\/([a-z0-9]+)\.execute-api\.(?:[a-z0-9-]+\.amazonaws\.com(?:\.cn)?|localhost\.localstack\.cloud:\d+)\/(.*)$/;

/**
 * The address under which a Lambda function can reach the API at `url`. On AWS, the address is `url` itself. With an
 * emulator (if `AWS_ENDPOINT_URL` is set), the API's id is in the path, as MiniStack and LocalStack both expect.
 */
export const reachableApiUrl = (url: string, emulator = process.env['AWS_ENDPOINT_URL']): string => {
  const match = EXECUTE_API.exec(url);
  if (emulator === undefined || emulator === '' || match === null) return url;
  return `${emulator.replace(/\/$/, '')}/_aws/execute-api/${match[1]}/${match[2]}`;
};
