import { describe, expect, it } from '@jest/globals';
import { resultsOf } from '../../../../shared/kernel/messages.ts';

describe('messages that are dealt with together', () => {
  it('fail one by one, in their order', () => {
    const error = new Error('no stock item');
    expect(resultsOf(['one', 'two', 'three'], new Map([['two', error]]))).toEqual([
      { outcome: 'done' },
      { outcome: 'failed', error },
      { outcome: 'done' },
    ]);
  });
});
