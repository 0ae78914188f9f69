import * as z from 'zod';

/** `QUEUES`: the platform's queues as a JSON list, which the stack writes (see `infra/constructs/queue-registry.ts`). */
export const QueuesVariable = z
  .string()
  .transform((json, context): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.array(
      z.object({
        name: z.string().min(1),
        url: z.string().min(1).optional(),
        dlqUrl: z.string().min(1),
        dlqName: z.string().min(1),
        target: z.enum(['queue', 'bus']),
      }),
    ),
  );
