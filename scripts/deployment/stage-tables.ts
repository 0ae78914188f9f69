import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from '../console/problem.ts';
import { dataOutputs } from './data-outputs.ts';
import { tablesIn } from './outputs.ts';
import { readStackFile, stackClientSettings } from './stack-file.ts';
import { chooseStage, stages } from './stage.ts';

/** The names of a stage's tables, and a client for them. */
export interface StageTables<Service extends string> {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<Service, string>>;
}

const documents = (config: { readonly region: string }): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config));

/**
 * Finds the tables of these services in a stage.
 *
 * @param given the value of `--stage`; undefined for the local stage
 * @param name the name of a sandbox, if several share an account
 * @throws Problem if the stage does not exist, does not run, is not deployed or lacks a table, or if AWS credentials
 *   are missing or wrong
 */
export const stageTables = async <Service extends string>(
  services: readonly Service[],
  given: string | undefined,
  { name, usage }: { readonly name: string | undefined; readonly usage: string },
): Promise<StageTables<Service>> => {
  const chosen = (tables: Readonly<Record<string, string>>, otherwise: string) =>
    Object.fromEntries(
      services.map((service) => {
        const table = tables[service];
        if (table === undefined) throw new Problem(otherwise.replace('{service}', service));
        return [service, table];
      }),
    ) as Record<Service, string>;

  const stage = chooseStage(given ?? 'local', stages, usage);
  if (stage === 'local') {
    const stack = readStackFile();
    const otherwise =
      '.local/stack.json has no table for {service}. Start Orderly again:\n  npm stop\n  npm start';
    return { client: documents(stackClientSettings(stack)), tables: chosen(stack.tables, otherwise) };
  }
  const { stack, region, outputs } = await dataOutputs(stage, name);
  const otherwise = `The stack ${stack} has no table for {service}. Deploy this release first:\n  npm run deploy -- --stage ${stage}`;
  return { client: documents({ region }), tables: chosen(tablesIn({ [stack]: outputs }), otherwise) };
};
