import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** The one logger of a function; service name and level come from `POWERTOOLS_SERVICE_NAME` and `POWERTOOLS_LOG_LEVEL`. */
export const logger = new Logger();

/** The one metrics buffer of a function (CloudWatch embedded metric format), flushed by the shells. */
export const metrics = new Metrics({ namespace: 'Orderly' });
