import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { numberedSteps, seconds } from './console/progress.ts';
import { prepareProduct, registerCanaryKey, revokeOtherKeys } from './deployment/canary-key.ts';
import { findCanary, storeKey, tryCanary } from './deployment/canary-stage.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { chooseStage, stages } from './deployment/stage.ts';
import { DEFAULT_PORT } from './sign-in/callback.ts';
import { signInToStage } from './sign-in/user-token.ts';
import { apiClient } from './tour/api-client.ts';
import { issueToken } from './tour/token.ts';

const usage = `Usage: npm run canary [-- options]

Gives the canary of a stage a new key, the first time or in place of the one that it has:
1. adds the product that the canary orders, or fills up its stock;
2. makes a key pair, and registers the public key;
3. stores the private key in the canary's secret, and nowhere else;
4. runs the canary;
5. revokes all earlier keys of the canary.

On AWS, you sign in as an administrator by the browser, and your credentials must also allow
secretsmanager:PutSecretValue on the canary's secret, and lambda:InvokeFunction on its function.

  --stage       local (default), sandbox or production
  --name        the name of a sandbox, if several share an account
  --port        the port to which the browser returns (default: ${DEFAULT_PORT})
  --no-browser  only prints the address of the page where you sign in`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    name: { type: 'string' },
    port: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage ?? 'local', stages, usage);
  const canary = await findCanary(stage, values.name);
  const token =
    stage === 'local'
      ? await issueToken(readStackFile(), 'canary-keeper', 'admin')
      : await signInToStage(stage, {
          role: 'admin',
          name: values.name,
          port: values.port,
          inBrowser: !values['no-browser'],
          usage,
        });
  const admin = apiClient(canary.apiUrl, token);
  const step = numberedSteps(5);
  await step('Preparing the product', () => prepareProduct(admin));
  const secret = await step('Registering a new key', () => registerCanaryKey(admin));
  await step('Storing the private key', () => storeKey(canary, secret));
  const took = await step('Running the canary', () => tryCanary(canary));
  const revoked = await step('Revoking earlier keys', () => revokeOtherKeys(admin, secret.keyid));
  process.stdout.write(
    `\nThe canary placed and cancelled an order in ${seconds(1000 * took)}. Its key is ${secret.keyid}.\n` +
      (revoked.length === 0 ? '' : `Revoked: ${revoked.join(', ')}\n`),
  );
});
