import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../console/problem.ts';
import type { Assembly } from './cdk.ts';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A resource of a deployed stack. */
export interface Deployed {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** The templates of an assembly, by stack name. */
export const templatesIn = (folder: string): Readonly<Record<string, Template>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [
        file.replace('.template.json', ''),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template,
      ]),
  );

/** The properties of an API Gateway stage that show to which API it belongs, and whether it writes execution logs. */
interface LoggingStage {
  readonly RestApiId?: { readonly Ref?: string };
  readonly MethodSettings?: readonly { readonly LoggingLevel?: string }[];
}

/**
 * API Gateway creates the log group of execution logs and names it, so no stack removes it (API Gateway developer
 * guide, "Set up CloudWatch logging for REST APIs").
 */
const executionLogs = (
  { stack, physicalId: stage }: Deployed,
  properties: LoggingStage,
  deployed: readonly Deployed[],
): readonly string[] => {
  const { RestApiId, MethodSettings = [] } = properties;
  const api = deployed.find((one) => one.stack === stack && one.logicalId === RestApiId?.Ref);
  const logs = MethodSettings.some(({ LoggingLevel = 'OFF' }) => LoggingLevel !== 'OFF');
  if (api === undefined || !logs) return [];
  const name = `API-Gateway-Execution-Logs_${api.physicalId}/${stage}`;
  return [`AWS::Logs::LogGroup ${name}: API Gateway made it for its execution logs`];
};

/**
 * Lists what remains when the stacks are removed: resources that CloudFormation keeps, that AWS deletes later, or that
 * API Gateway has created.
 * @returns a line of text for each resource
 */
export const remaining = (
  deployed: readonly Deployed[],
  templates: Readonly<Record<string, Template>>,
): readonly string[] =>
  deployed.flatMap((resource) => {
    const { stack, logicalId, type, physicalId } = resource;
    const { DeletionPolicy: policy = 'Delete', Properties = {} } =
      templates[stack]?.Resources[logicalId] ?? {};
    if (type === 'AWS::ApiGateway::Stage') return executionLogs(resource, Properties, deployed);
    if (type === 'AWS::KMS::Key' && policy === 'Delete') {
      return [`${type} ${physicalId}: AWS deletes it after its waiting period`];
    }
    return policy === 'Delete' ? [] : [`${type} ${physicalId}: it is kept (${policy})`];
  });

/** Lists the resources of a stack. Returns an empty list if the stack is not deployed. */
const deployedResources = async (
  client: CloudFormationClient,
  stack: string,
): Promise<readonly Deployed[]> => {
  const found: Deployed[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client },
      { StackName: stack },
    )) {
      for (const {
        LogicalResourceId = '',
        ResourceType = '',
        PhysicalResourceId = '',
      } of StackResourceSummaries) {
        found.push({
          stack,
          logicalId: LogicalResourceId,
          type: ResourceType,
          physicalId: PhysicalResourceId,
        });
      }
    }
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return [];
    throw error;
  }
  return found;
};

/** @throws Problem if a bucket of the stage holds objects, because CloudFormation cannot delete it then */
const checkBuckets = async (deployed: readonly Deployed[], region: string): Promise<void> => {
  const client = new S3Client({ region });
  try {
    for (const { physicalId } of deployed.filter(({ type }) => type === 'AWS::S3::Bucket')) {
      const { KeyCount = 0 } = await client.send(
        new ListObjectsV2Command({ Bucket: physicalId, MaxKeys: 1 }),
      );
      if (KeyCount === 0) continue;
      throw new Problem(
        `The bucket ${physicalId} holds events that were never published (docs/operations.md). ` +
          `Look at them, then empty the bucket and run this command again:\n  aws s3 rm --recursive s3://${physicalId}`,
      );
    }
  } finally {
    client.destroy();
  }
};

/**
 * Checks the deployed resources before they are removed.
 * @returns a line for each resource that will remain
 * @throws Problem if the removal would fail
 */
export const leftovers = async ({ folder, target }: Assembly): Promise<readonly string[]> => {
  const templates = templatesIn(folder);
  const client = new CloudFormationClient({ region: target.region });
  try {
    const deployed: Deployed[] = [];
    for (const stack of Object.keys(templates)) deployed.push(...(await deployedResources(client, stack)));
    await checkBuckets(deployed, target.region);
    return remaining(deployed, templates);
  } finally {
    client.destroy();
  }
};
