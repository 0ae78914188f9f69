/** Variables that would take precedence over the exported ones, or change how requests are signed. */
const conflicting = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];

/** The variables that `aws`, `awslocal` and the SDKs read. */
const names = [
  'AWS_ENDPOINT_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CA_BUNDLE',
];

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Shell commands that set the variables of AWS tools.
 * @param environment see `emulatorEnvironment`
 */
export const shellExports = (environment: NodeJS.ProcessEnv): string => {
  const exports = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [`export ${name}=${quoted(value)}`];
  });
  return [`unset ${conflicting.join(' ')}`, ...exports].join('\n');
};
