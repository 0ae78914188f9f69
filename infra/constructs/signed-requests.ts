import type { Platform } from './platform.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * Lets a function accept signed requests. The function may read the keys of partners, and record nonces. It can neither
 * change a key nor delete a nonce. The prefixes are those of `partnerKeys` in shared/persistence/versioned-items.ts.
 */
export const acceptSignatures = (
  target: ServiceFunction,
  { apiUrl, tables }: Pick<Platform, 'apiUrl' | 'tables'>,
): void => {
  const { tableName, tableArn } = tables.partners;
  target.addEnvironment('PARTNERS_TABLE_NAME', tableName);
  target.addEnvironment('API_URL', apiUrl);
  target.allowItems(['dynamodb:GetItem'], tableArn, 'partner#');
  target.allowItems(['dynamodb:PutItem'], tableArn, 'nonce#');
};
