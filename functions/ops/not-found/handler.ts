import * as z from 'zod/mini';
import { AppError } from '../../../shared/errors.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';

/** Every route that there is not, whatever its query: 404, where a REST API by itself would say 403. */
export const createHandler = () =>
  httpHandler({ auth: 'public', query: z.looseObject({}) }, () => {
    throw new AppError('not-found', 'route.not-found', 'There is no such route');
  });
