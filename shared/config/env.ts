import * as z from 'zod/mini';
import './messages.ts';

/**
 * Reads the environment variables of a function at start-up, each by its schema.
 * @throws Error that names each missing or wrong variable.
 */
export const readEnv = <Shape extends z.core.$ZodShape>(shape: Shape): z.output<z.ZodMiniObject<Shape>> => {
  const read = z.object(shape).safeParse(process.env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is incomplete: ${problems.join('; ')}`);
};

/** A variable with some text in it. */
export const text = z.string().check(z.minLength(1));
/** A variable with a whole number of seconds, or a count. */
export const wholeNumber = z.coerce.number().check(z.int(), z.minimum(0));
/** The same, where a stage may omit it. */
export const optionalNumber = z.optional(wholeNumber);

/** `https://<api id>.execute-api.<region>.amazonaws.com/<stage>/…`, the address that API Gateway gives an API. */
const EXECUTE_API = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(.*)$/;

/**
 * The address under which an API can be reached from here: on AWS the address itself; beside an emulator (where
 * `AWS_ENDPOINT_URL` is set) its path-style form, which MiniStack and LocalStack both serve.
 */
export const reachableApiUrl = (url: string, emulator = process.env['AWS_ENDPOINT_URL']): string => {
  const match = EXECUTE_API.exec(url);
  if (emulator === undefined || emulator === '' || match === null) return url;
  return `${emulator.replace(/\/$/, '')}/_aws/execute-api/${match[1]}/${match[2]}`;
};
