import * as z from 'zod/mini';
import './messages.ts';

/**
 * Reads a function's own environment by a schema each, once, at start-up.
 * @throws Error that names each variable that is missing or wrong: the deployment is broken, not the request.
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
/** The same, where the stage may leave it out. */
export const optionalNumber = z.optional(wholeNumber);
