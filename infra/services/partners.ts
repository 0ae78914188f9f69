import * as api from '../../functions/partners/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/**
 * The partners service: the keys with which partners sign requests. Functions of other services read these keys, and
 * record the nonces of signatures in the same table (../constructs/signed-requests.ts).
 */
export const partners = (service: ServiceScope): void => {
  service.route([api.registerKey, api.revokeKey, api.listPartners], 'manage-partners', {
    table: ['GetItem', 'PutItem', 'Query', 'BatchGetItem'],
    cursors: true,
  });
};
