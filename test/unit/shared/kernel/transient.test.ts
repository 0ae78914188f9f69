import { describe, expect, it } from '@jest/globals';
import { isTransient, isTransientName } from '../../../../shared/errors.ts';

const answered = (httpStatusCode: number, name = 'Error') =>
  Object.assign(new Error('x'), { name, $metadata: { httpStatusCode } });
const coded = (code: string) => Object.assign(new Error('x'), { code });

/** Names of errors that the AWS SDK retries, and of conflicts between transactions. */
const sdkErrors = [
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'KmsThrottled',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
];
/** Codes in the CancellationReasons of TransactWriteItems. */
const cancellations = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
/** ErrorCodes in the result entries of PutEvents. */
const entryErrors = ['ThrottlingException', 'InternalFailure', 'InternalException', 'ServiceUnavailable'];

const final = [
  'ConditionalCheckFailed',
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'ItemCollectionSizeLimitExceeded',
  'ValidationError',
  'ValidationException',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'MalformedDetail',
  'NotAuthorizedForSourceException',
  'PayloadTooLargeException',
  'InvalidArgument',
  'TypeError',
  'None',
  'NoResult',
  '',
];

describe('the name of a failure', () => {
  it.each([...new Set([...sdkErrors, ...cancellations, ...entryErrors])])('%s is transient', (name) => {
    expect(isTransientName(name)).toBe(true);
    expect(isTransient(Object.assign(new Error('x'), { name }))).toBe(true);
  });

  it.each(final)('"%s" is not transient', (name) => {
    expect(isTransientName(name)).toBe(false);
    expect(isTransient(Object.assign(new Error('x'), { name }))).toBe(false);
  });

  it('must be exactly that of EventBridge, where it is a common word', () => {
    for (const name of ['InternalFailureOfOurs', 'MyServiceUnavailable', 'NoInternalException']) {
      expect(isTransientName(name)).toBe(false);
    }
  });
});

describe('a failure', () => {
  it.each([500, 502, 503, 504])('with an answer of %i is transient, whatever its name', (status) => {
    expect(isTransient(answered(status))).toBe(true);
    expect(isTransient(answered(status, 'ValidationException'))).toBe(true);
  });

  it.each([400, 403, 404, 409, 413, 499])('with an answer of %i is not transient by that alone', (status) => {
    expect(isTransient(answered(status))).toBe(false);
    expect(isTransient(answered(status, 'ThrottlingException'))).toBe(true);
  });

  it.each([
    'ECONNRESET',
    'ECONNREFUSED',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ])('of a connection (%s) is transient', (code) => {
    expect(isTransient(coded(code))).toBe(true);
  });

  it.each(['ENOENT', 'EACCES', 'EPIPELINE', 'ENOTFOUNDER', 'ERR_INVALID_ARG_TYPE', 'MY_ECONNRESET'])(
    'of another kind (%s) is not',
    (code) => {
      expect(isTransient(coded(code))).toBe(false);
    },
  );

  it('is transient when its cause is, however deep', () => {
    const cause = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') });
    expect(isTransient(cause)).toBe(true);
    expect(isTransient(new Error('x', { cause }))).toBe(true);
    expect(isTransient(new Error('x', { cause: new TypeError('x is not a function') }))).toBe(false);
    expect(isTransient(new Error('x', { cause: 'ECONNREFUSED' }))).toBe(false);
  });

  it('of fetch that ran out of time is transient', () => {
    expect(isTransient(new DOMException('x', 'TimeoutError'))).toBe(true);
  });

  it.each([undefined, null, 'ECONNRESET', 7, {}])('that is no error (%j) is not transient', (thrown) => {
    expect(isTransient(thrown)).toBe(false);
  });
});
