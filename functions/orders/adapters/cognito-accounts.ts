import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { awsClient } from '../../../shared/outbound.ts';
import type { Accounts } from '../domain/erasure.ts';

/**
 * A subject is the user's id in the pool. It is a UUID (Cognito API reference, SignUp, UserSub). This pattern matches
 * every subject, but no e-mail address, because an address contains `@`.
 */
const SUBJECT = /^[\w-]+$/;

/**
 * The accounts in a Cognito user pool whose users sign in by e-mail address. AdminDeleteUser accepts a user's subject
 * as the user name, and also the user's e-mail address (Cognito API reference).
 */
export const cognitoAccounts = (
  userPoolId: string,
  client: CognitoIdentityProviderClient = awsClient(CognitoIdentityProviderClient),
): Accounts => ({
  remove: async (customerId) => {
    // An administrator may have passed an e-mail address instead of a customer id. The erasure then finds no orders.
    // Without this check, it would still delete the account, although the orders keep the customer's data.
    if (!SUBJECT.test(customerId)) return;
    try {
      await client.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: customerId }));
    } catch (error) {
      if ((error as Error).name !== 'UserNotFoundException') throw error;
    }
  },
});
