import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localFile, localFolder, projectRoot } from '../../scripts/console/paths.ts';
import { Problem } from '../../scripts/console/problem.ts';

const jars = join(localFolder, 'dynamodb-local');

/** A running DynamoDB Local. */
export interface Engine {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Whether a program is installed. */
const has = (program: string, argument: string): boolean =>
  spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;

/**
 * Downloads DynamoDB Local from Maven Central into .local, unless it is there already.
 * @throws Problem if Java or Maven is missing
 */
export const fetchDynamoDbLocal = (): void => {
  if (existsSync(jars) && readdirSync(jars).some((file) => file.startsWith('DynamoDBLocal-'))) return;
  if (!has('java', '-version') || !has('mvn', '-v')) {
    throw new Problem(
      'The check needs Java 17 or later and Maven. Install them:\n' +
        '  Debian, Ubuntu: sudo apt install default-jre maven',
    );
  }
  const pom = join(projectRoot, 'bench', 'check-meter', 'pom.xml');
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  const { status, stdout, stderr } = spawnSync('mvn', args, { encoding: 'utf8' });
  if (status !== 0) throw new Problem(`Maven could not download DynamoDB Local:\n\n${stdout}${stderr}`);
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  }
};

/**
 * Starts DynamoDB Local on a loopback port. DynamoDB Local ends when this process ends.
 * @throws Problem if DynamoDB Local does not respond
 */
export const startDynamoDbLocal = async (port: number): Promise<Engine> => {
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const args = [`-Djava.library.path=${jars}`, '-cp', join(jars, '*'), main, ...options];
  const child = spawn('java', args, {
    cwd: join(localFile('dynamodb-local', 'DynamoDBLocal.log'), '..'),
    stdio: 'ignore',
  });
  const stop = (): void => {
    child.kill();
  };
  process.once('exit', stop);
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    if (await answers(endpoint)) return { endpoint, stop };
    await pause(100);
  }
  stop();
  throw new Problem('DynamoDB Local did not start. Check that java -version shows 17 or later.');
};
