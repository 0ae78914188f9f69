import type { SaveOutcome, Stored } from '../../../../shared/kernel/change.ts';
import type { Session } from './session.ts';

/** Keeps the sessions. Each operation is one storage call. */
export interface SessionStore {
  /** Reads a session, strongly consistent. */
  load(id: string): Promise<Stored<Session> | undefined>;
  /** Writes a session's first version, unless there is one. */
  insert(session: Session): Promise<'inserted' | 'exists'>;
  /** Writes version `version + 1`, if `version` is still the stored one. */
  save(session: Session, version: number): Promise<SaveOutcome>;
}
