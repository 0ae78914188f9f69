import { existsSync, readFileSync } from 'node:fs';
import { localFile } from '../console/paths.ts';

/** A kind of call to AWS that IAM allowed to a role (scripts/emulator/record_calls.py). */
export interface RecordedCall {
  readonly role: string;
  /** The action that IAM checked, for example `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN that IAM checked, or `*` if the action has no resource. */
  readonly resource: string;
  /** The source of the events, if the action is `events:PutEvents`. */
  readonly source?: string;
}

/** The file in which the emulator of the tests records calls. */
export const recordedCallsFile = localFile('logs', 'test-calls.jsonl');

/** The file in which the emulator of the tests records the events that functions publish. */
export const recordedEventsFile = localFile('logs', 'test-events.jsonl');

/** Reads the calls that an emulator has recorded so far. Empty if it has recorded none. */
export const recordedCalls = (file: string): readonly RecordedCall[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RecordedCall)
    : [];
