import { Logger } from '@aws-lambda-powertools/logger';

/** The logger of a function. Environment: `POWERTOOLS_SERVICE_NAME`, `POWERTOOLS_LOG_LEVEL`. */
export const logger = new Logger();
