import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { awsClient } from '../../../shared/outbound.ts';
import type { Accounts } from '../domain/erasure.ts';

/**
 * The characters of a subject, which is a UUID (Cognito API reference, SignUp, UserSub). An e-mail address has others.
 */
const SUBJECT = /^[\w-]+$/;

/**
 * The accounts in a Cognito user pool whose users sign in by e-mail address. AdminDeleteUser accepts their subject as the
 * name of the user, but also their address (Cognito API reference).
 */
export const cognitoAccounts = (
  userPoolId: string,
  client: CognitoIdentityProviderClient = awsClient(CognitoIdentityProviderClient),
): Accounts => ({
  remove: async (customerId) => {
    // An administrator may have passed an e-mail address. No order has it as customer id, so only the account would be
    // deleted.
    if (!SUBJECT.test(customerId)) return;
    try {
      await client.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: customerId }));
    } catch (error) {
      if ((error as Error).name !== 'UserNotFoundException') throw error;
    }
  },
});
