import { afterEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../../../../scripts/console/problem.ts';
import type { DevFunction } from '../../../../scripts/dev/dev-functions.ts';
import {
  changeHandler,
  describesStacks,
  failureText,
  redeployedText,
} from '../../../../scripts/dev/dev-loop.ts';

const functionOf = (service: string, entry: string): DevFunction => ({
  name: `orderly-local-${service}-${entry}`,
  entry: `functions/${service}/lambdas/${entry}.ts`,
  bundle: 'none',
});
const functions = [functionOf('orders', 'get-order'), functionOf('orders', 'relay')];

/** What esbuild throws for code that does not compile. */
const buildFailure = () =>
  Object.assign(new Error('Build failed'), {
    errors: [
      { text: 'Unexpected ";"', location: null, notes: [], id: '', pluginName: '', detail: undefined },
    ],
    warnings: [],
  });

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

/** A loop whose functions and stacks are not deployed anywhere. */
const loopWith = (steps: {
  redeploy?: () => Promise<readonly string[]>;
  deployStacks?: () => Promise<() => readonly DevFunction[]>;
}) => {
  const asked: string[][] = [];
  const said: string[] = [];
  const replacedAfterwards: string[][] = [];
  const { handle, end } = changeHandler(
    functions,
    {
      redeploy: (some) => {
        asked.push(some.map(({ name }) => name));
        return steps.redeploy?.() ?? Promise.resolve(some.map(({ name }) => name));
      },
      afterDeployment: () => Promise.resolve(['orderly-local-orders-relay']),
    },
    {
      say: (line) => said.push(line),
      deployStacks: steps.deployStacks ?? (() => Promise.reject(new Error('not expected'))),
      onDeployed: (names) => replacedAfterwards.push([...names]),
    },
  );
  endings.push(end);
  return { handle, end, asked, said, replacedAfterwards };
};

describe('the development loop', () => {
  it('redeploys the functions that a change touches, and says how long it took', async () => {
    const { handle, asked, said } = loopWith({});
    await handle(['functions/orders/get-order.ts']);
    expect(asked).toEqual([['orderly-local-orders-get-order']]);
    expect(said).toEqual([expect.stringMatching(/^Redeployed orders-get-order in \d+\.\d s\.$/)]);
  });

  it('says nothing if no function has changed', async () => {
    const { handle, said } = loopWith({ redeploy: () => Promise.resolve([]) });
    await handle(['functions/orders/get-order.ts']);
    await handle(['functions/orders/README.md']);
    expect(said).toEqual([]);
  });

  it('says what does not compile, and tries the same functions again at the next change', async () => {
    let isBroken = true;
    const { handle, asked, said } = loopWith({
      redeploy: () => (isBroken ? Promise.reject(buildFailure()) : Promise.resolve([])),
    });
    await handle(['functions/orders/get-order.ts']);
    expect(said[0]).toMatch(/^Not redeployed, because the code does not compile:[^]*Unexpected ";"/);
    isBroken = false;
    await handle(['functions/orders/lambdas/relay.ts']);
    expect(asked[1]).toEqual(['orderly-local-orders-get-order', 'orderly-local-orders-relay']);
    await handle(['functions/orders/lambdas/relay.ts']);
    expect(asked[2]).toEqual(['orderly-local-orders-relay']);
  });

  it('deploys the stacks once if their description changes, and once more for changes meanwhile', async () => {
    let deployments = 0;
    const first = Promise.withResolvers<() => readonly DevFunction[]>();
    const { handle, end, said, replacedAfterwards } = loopWith({
      deployStacks: () => {
        deployments += 1;
        return deployments === 1 ? first.promise : Promise.resolve(() => functions);
      },
    });
    const handled = ['infra/app.ts', 'infra/orderly.ts', 'infra/app.ts'].map((file) => handle([file]));
    const redeployed = handle(['functions/orders/get-order.ts']);
    await redeployed;
    expect(said.join('\n')).toContain('Redeployed orders-get-order');
    first.resolve(() => functions);
    await Promise.all(handled);
    await end();
    expect(deployments).toBe(2);
    expect(replacedAfterwards).toEqual([['orderly-local-orders-relay'], ['orderly-local-orders-relay']]);
  });

  it('continues after a failed deployment', async () => {
    const { handle, said } = loopWith({
      deployStacks: () => Promise.reject(new Problem('Synthesis failed')),
    });
    await handle(['infra/app.ts']);
    await handle(['functions/orders/get-order.ts']);
    expect(said.at(-2)).toBe('The stacks are not deployed. Synthesis failed');
    expect(said.at(-1)).toContain('Redeployed');
  });

  it.each([
    ['infra/services/orders.ts', true],
    ['functions/orders/api.ts', true],
    ['simulators/payment-gateway/api.ts', true],
    ['shared/events/subscriptions.ts', true],
    ['functions/orders/place-order.ts', false],
    ['shared/kernel/clock.ts', false],
  ])('knows whether the stacks must be deployed: %s %s', (file, expected) => {
    expect(describesStacks(file)).toBe(expected);
  });
});

describe('what the development loop says', () => {
  it('names functions, and counts many', () => {
    const names = (count: number) => Array.from({ length: count }, (_, n) => `orderly-local-orders-f${n}`);
    expect(redeployedText(names(2), 1234)).toBe('Redeployed orders-f0, orders-f1 in 1.2 s.');
    expect(redeployedText(names(50), 5000)).toBe('Redeployed 50 functions in 5.0 s.');
  });

  it('is the message of any other error', async () => {
    expect(await failureText(new Problem('The emulator does not answer.'))).toBe(
      'Not redeployed. The emulator does not answer.',
    );
  });
});
