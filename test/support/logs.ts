export { functionLogs, type LogFilter, type LogLine } from '../../scripts/emulator/function-logs.ts';
