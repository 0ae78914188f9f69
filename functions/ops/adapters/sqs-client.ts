import { SQSClient } from '@aws-sdk/client-sqs';

/** The endpoint counts, not the host in a queue's URL: an emulator's own idea of its host may lead nowhere from here. */
export const opsSqsClient = new SQSClient({ useQueueUrlAsEndpoint: false });
