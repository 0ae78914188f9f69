import type { Caller } from '../../../shared/kernel/caller.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { MessageLog, SentMessage } from '../domain/message-log.ts';

/** Answers a page of what was sent to the caller. */
export type ListNotifications = (caller: Caller, request: PageRequest) => Promise<Page<SentMessage>>;

/** What was sent to the caller, newest first, and never what was sent to others. */
export const listNotifications =
  ({ log }: { readonly log: MessageLog }): ListNotifications =>
  (caller, request) =>
    log.list(caller.id, request);
