import { simulatedIssuers } from '../../infra/authentication.ts';
import { identityKey } from '../../infra/identity-key.ts';
import { runLogged } from '../../scripts/console/child-process.ts';
import { localFile } from '../../scripts/console/paths.ts';
import { cdkCommand, cdkEnvironment } from '../../scripts/deployment/cdk.ts';
import { readOutputs, requiredOutput } from '../../scripts/deployment/outputs.ts';
import type { Stack } from '../../scripts/deployment/stack-file.ts';

/**
 * The addresses of the deployed floors, the minimal functions that Orderly is compared with (bench/floors/README.md).
 */
export interface Floors {
  readonly acceptUrl: string;
  readonly queueUrl: string;
  readonly table: string;
}

/**
 * Deploys the floors (minimal functions for the comparison) to the emulator on which Orderly runs.
 * @throws Problem that contains the end of CDK's log, if the deployment fails.
 */
export const deployFloors = async (stack: Stack): Promise<Floors> => {
  const { endpoint = '' } = stack;
  const outputsFile = localFile('outputs-floors.json');
  const deploy = ['deploy', '--all', '--app', 'node bench/floors/app.ts', '--require-approval', 'never'];
  // Reads the issuer that tokens contain. The issuer is an address for browsers, so it can differ from `simulatorsUrl`.
  const discovery = await fetch(`${stack.simulatorsUrl}/identity/.well-known/openid-configuration`);
  const { issuer } = (await discovery.json()) as { issuer: string };
  const { publicKey } = identityKey();
  await runLogged({
    title: 'Deploying the floors',
    ...cdkCommand([...deploy, '--output', localFile('cdk-floors'), '--outputs-file', outputsFile]),
    logFile: localFile('logs', 'deploy-floors.log'),
    env: {
      ...cdkEnvironment(endpoint),
      AUTH_ISSUERS: simulatedIssuers({ issuer, publicKey }),
    },
  });
  const output = (key: string): string => requiredOutput(readOutputs(outputsFile), key);
  return {
    acceptUrl: `${endpoint}/_aws/execute-api/${output('RestApiId')}/${output('RestApiStage')}`,
    queueUrl: output('QueueUrl'),
    table: output('TableName'),
  };
};
