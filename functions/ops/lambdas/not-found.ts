import { AppError } from '../../../shared/errors.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import * as api from '../api.ts';

export const handler = httpHandler(api.notFound, () => {
  throw new AppError('not-found', 'route.not-found', 'There is no such route');
});
