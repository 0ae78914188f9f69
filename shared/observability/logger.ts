import { Logger } from '@aws-lambda-powertools/logger';

/** The one logger of a function; service name and level come from `POWERTOOLS_SERVICE_NAME` and `POWERTOOLS_LOG_LEVEL`. */
export const logger = new Logger();
