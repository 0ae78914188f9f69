import { LambdaClient } from '@aws-sdk/client-lambda';
import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { beginSynthesis, deployStacks, renameSynthesis } from './deployment/deploy-local.ts';
import { stackClientSettings } from './deployment/stack-file.ts';
import { devFunctions } from './dev/dev-functions.ts';
import { changeHandler, watchSources } from './dev/dev-loop.ts';
import { startPagesServer } from './dev/pages-server.ts';
import { redeployer } from './dev/redeploy.ts';
import { givenEndpoint } from './emulator/access.ts';
import { rememberDeployed, rememberReplaced } from './emulator/saved-data.ts';
import { frontDoorUrl } from './front-door/front-door.ts';
import { startOrderly, type Started } from './local/start-orderly.ts';
import { environmentHelp, settingsFor } from './local/target.ts';
import { runUntilStopped, withAbandon } from './local/until-stopped.ts';

const usage = `Usage: npm run dev [-- --fresh]

Starts Orderly as "npm start" does, and then follows changes of the code until Ctrl-C:

  - Pages (web/) are compiled by Vite, and change in the browser as soon as a file is saved.
  - Functions whose code has changed are bundled and redeployed. Their data stays.
  - If what the stacks consist of has changed (infra/, api.ts, shared/events/), the stacks are deployed.

  --fresh    delete the data of the last start, and begin anew

${environmentHelp}`;

const say = (line: string) => process.stdout.write(`${new Date().toLocaleTimeString('en-GB')}  ${line}\n`);

/**
 * Follows changes of functions and stacks.
 * @returns a function that waits until no deployment runs. It must be called before the emulator stops. Otherwise the
 * emulator could save a half-deployed stack, and no later deployment could update this stack
 */
const followChanges = async ({ stack, frontDoor, data }: Started): Promise<() => Promise<void>> => {
  const lambda = new LambdaClient(stackClientSettings(stack));
  const settings = await settingsFor(givenEndpoint());
  const synthesis = beginSynthesis('local', settings);
  await synthesis.done;
  const redeploying = redeployer(lambda, (name) => {
    // The function's name is saved before its code is replaced. So the next start knows about the replaced code even if
    // this process is killed.
    if (data) rememberReplaced(data.folder, [name]);
  });
  let deployed = { inputs: synthesis.inputs, outputs: {} };
  const { handle, end } = changeHandler(devFunctions(synthesis.assembly), redeploying, {
    say,
    deployStacks: async () => {
      const changed = beginSynthesis('dev', settings);
      await changed.done;
      const outputs = await deployStacks({
        endpoint: stack.endpoint ?? '',
        synthesis: changed,
        address: frontDoor && frontDoorUrl(frontDoor.port),
      });
      deployed = { inputs: changed.inputs, outputs };
      return () => devFunctions(renameSynthesis(changed, 'local'));
    },
    onDeployed: (replaced) => {
      if (data) rememberDeployed(data.folder, { ...deployed, replaced: [...replaced] });
    },
  });
  // This call only reads the sources, so that the first change is handled as quickly as later changes.
  await handle([]);
  const stopWatching = watchSources((files) => void handle(files));
  say('Following changes of the code.');
  return async () => {
    stopWatching();
    await end();
  };
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, { fresh: { type: 'boolean', default: false } });
  const [started, finish] = await withAbandon(async () => {
    const pages = await startPagesServer();
    const running = await startOrderly({ detach: false, fresh: values.fresh, pages });
    return [running, await followChanges(running)] as const;
  });
  await runUntilStopped(started, finish);
});
