import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognitoAccounts } from '../../functions/orders/adapters/cognito-accounts.ts';
import type { Accounts } from '../../functions/orders/domain/erasure.ts';
import { emulatorConnection } from '../support/environment.ts';
import { memoryAccounts } from '../support/memory/orders-erasure-store.ts';

/** The accounts, and functions that a test needs in addition to the port `Accounts`. */
interface Kept {
  readonly accounts: Accounts;
  /** Creates an account for an address, and returns the customer's id. */
  readonly create: (address: string) => Promise<string>;
  /** The ids of all customers with an account. */
  readonly all: () => Promise<readonly string[]>;
}

const client = new CognitoIdentityProviderClient(emulatorConnection());
let poolId: string;

beforeAll(async () => {
  // User names have the same settings as in infra/constructs/user-pool.ts.
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: `contract-${process.pid}`,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    }),
  );
  poolId = String(UserPool?.Id);
});
afterAll(async () => {
  await client.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
  client.destroy();
});

const subjectOf = (attributes: readonly { Name?: string | undefined; Value?: string | undefined }[] = []) =>
  String(attributes.find(({ Name }) => Name === 'sub')?.Value);

const inMemory = (): Kept => {
  const accounts = memoryAccounts();
  return {
    accounts,
    create: async (address) => {
      const id = address.replace(/@.*/, '-id');
      accounts.ids.add(id);
      return id;
    },
    all: async () => [...accounts.ids],
  };
};
const inCognito = (): Kept => ({
  accounts: cognitoAccounts(poolId, client),
  create: async (address) => {
    const { User } = await client.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: address,
        UserAttributes: [{ Name: 'email', Value: address }],
        MessageAction: 'SUPPRESS',
      }),
    );
    return subjectOf(User?.Attributes);
  },
  all: async () => {
    const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId: poolId }));
    return Users.map(({ Attributes }) => subjectOf(Attributes));
  },
});

describe.each([
  ['in memory', inMemory],
  ['in Cognito', inCognito],
])('the accounts %s', (_, keep) => {
  it('lose the account of this customer, once and for all, and no other', async () => {
    const { accounts, create, all } = keep();
    const alice = await create('alice@example.com');
    const bob = await create('bob@example.com');
    await accounts.remove(alice);
    expect(await all()).toEqual([bob]);
    await accounts.remove(alice);
    await accounts.remove('nobody');
    expect(await all()).toEqual([bob]);
  });

  it('do not lose an account by its address', async () => {
    const { accounts, create, all } = keep();
    const carol = await create('carol@example.com');
    await accounts.remove('carol@example.com');
    expect(await all()).toContain(carol);
  });
});
