import { describe, expect, it } from '@jest/globals';
import { importReader, importsIn, touchedBy, type Imports } from '../../../../scripts/dev/touched.ts';

const imports: Imports = new Map([
  ['functions/orders/lambdas/get-order.ts', ['functions/orders/get-order.ts', 'shared/http/http-handler.ts']],
  ['functions/orders/lambdas/relay.ts', ['shared/messaging/relay.ts']],
  ['functions/orders/get-order.ts', ['shared/kernel/a.ts']],
  ['shared/http/http-handler.ts', ['shared/http/signed-requests.ts']],
  ['shared/kernel/a.ts', ['shared/kernel/b.ts']],
  ['shared/kernel/b.ts', ['shared/kernel/a.ts']],
]);
const entries = ['functions/orders/lambdas/get-order.ts', 'functions/orders/lambdas/relay.ts'];
const touched = (...files: string[]) => touchedBy(new Set(files), entries, imports);

describe('the functions that a change touches', () => {
  it('are those that import the file, directly or not', () => {
    expect(touched('functions/orders/lambdas/relay.ts')).toEqual(['functions/orders/lambdas/relay.ts']);
    expect(touched('shared/kernel/b.ts')).toEqual(['functions/orders/lambdas/get-order.ts']);
    expect(touched('shared/kernel/a.ts', 'shared/messaging/relay.ts')).toEqual(entries);
    expect(touched('functions/orders/README.md', 'infra/app.ts')).toEqual([]);
  });

  it('include those whose bundle has the code of signed requests as a separate file', () => {
    const read = importsIn({
      inputs: {
        'shared/http/http-handler.ts': {
          bytes: 1,
          imports: [
            { path: '#signed-requests', kind: 'dynamic-import', external: true },
            { path: 'zod/mini', kind: 'import-statement', external: true },
          ],
        },
      },
    });
    expect(read.get('shared/http/http-handler.ts')).toEqual(['shared/http/signed-requests.ts', 'zod/mini']);
    expect(touched('shared/http/signed-requests.ts')).toEqual(['functions/orders/lambdas/get-order.ts']);
  });

  it('are read from the sources, in which types do not count', async () => {
    const payment = 'functions/payments/lambdas/get-payment.ts';
    const { read, close } = await importReader([...entries, payment]);
    const real = await read();
    await close();
    const reads = (file: string) => touchedBy(new Set([file]), [...entries, payment], real);
    expect(reads('functions/orders/get-order.ts')).toEqual(['functions/orders/lambdas/get-order.ts']);
    expect(reads('shared/http/http-handler.ts')).toEqual(['functions/orders/lambdas/get-order.ts', payment]);
    expect(reads('shared/errors.ts')).toEqual(expect.arrayContaining(entries));
    expect(reads('functions/payments/get-payment.ts')).toEqual([payment]);
    // get-payment.ts imports only types of payment-store.ts, so a change of payment-store.ts does not change the
    // function.
    expect(reads('functions/payments/domain/payment-store.ts')).toEqual([]);
  });
});
