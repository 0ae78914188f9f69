import type { AlarmSeries } from '../support/cloudwatch.ts';
import { documented } from './documented-metrics.ts';
import type { TemplateAlarm } from './template-alarms.ts';

/** Replaces the stage and the subject by `…`, and removes the random end of a name that CloudFormation chooses. */
const abridged = (value: string, stage: string, subject: string): string =>
  value
    .replace(/^([A-Za-z]+)[0-9A-F]{8}$/, '$1')
    .replaceAll(`orderly-${stage}${subject === '' ? '' : `-${subject}`}`, '…')
    .replaceAll(new RegExp(`^${stage}$`, 'g'), '…');

const seriesText = (
  { namespace, metric, dimensions, statistic }: AlarmSeries,
  stage: string,
  subject: string,
): string =>
  [
    `${namespace} ${metric}`,
    ...Object.entries(dimensions).map(([name, value]) => `${name}=${abridged(value, stage, subject)}`),
    statistic,
  ].join(', ');

/**
 * What an alarm reads, in the words of docs/operations.md. `subject` is the part of the alarm's name for which the page
 * writes `…`.
 */
export const readsText = (alarm: TemplateAlarm, stage: string, subject: string): string => {
  const { query, expression, series } = alarm;
  if (query !== undefined) return abridged(String(expression), stage, subject);
  const texts = Object.entries(series).map(([id, one]) => [id, seriesText(one, stage, subject)] as const);
  if (expression === undefined) return texts.map(([, text]) => text).join();
  return [expression, ...texts.map(([id, text]) => `${id} = ${text}`)].join('; ');
};

/** When an alarm goes off, in the words of docs/operations.md. */
export const goesOffText = ({
  series,
  query,
  expression,
  above,
  breaching,
  of,
  periodMinutes,
  missing,
}: TemplateAlarm) => {
  const [first] = Object.values(series);
  const unit =
    query !== undefined || first === undefined
      ? 'Count'
      : expression === undefined
        ? documented(first.namespace, first.metric, first.statistic).unit
        : undefined;
  const orMissing = missing === 'breaching' ? ', or missing,' : '';
  return `above ${above}${unit === undefined ? '' : ` ${unit}`}${orMissing} in ${breaching} of ${of} × ${periodMinutes} min`;
};
