import { AppError } from '../../shared/errors.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { noSuchSession } from './aggregate.ts';
import { actInConsole as decide, type ConsoleAction } from './domain/console.ts';
import { sendUnsent, type SendDependencies } from './domain/send-webhooks.ts';
import { detailsOf, type SessionDetails } from './domain/session-view.ts';

/**
 * Simulates what a person in the provider's console or the bank does with a session's money: a refund, or a dispute
 * that is opened, won or lost. A webhook informs the merchant, unless the configured `Behaviour` drops the webhook.
 * @throws AppError `gateway.session-not-found`, `gateway.session-not-paid`, `gateway.refund-exceeds-payment`,
 *   `gateway.no-open-dispute`.
 */
export const actInConsole =
  (dependencies: SendDependencies) =>
  async (id: string, command: ConsoleAction, trace: Trace): Promise<SessionDetails> => {
    const changed = await dependencies.sessions.change(id, trace, (session, at) =>
      decide(session, command, at),
    );
    if (changed.outcome === 'missing') throw noSuchSession();
    if (changed.outcome === 'accepted') {
      await sendUnsent(dependencies, changed.state, trace);
      return detailsOf(changed.state);
    }
    const code = `gateway.${changed.reason}`;
    switch (changed.reason) {
      case 'session-not-paid':
        throw new AppError('conflict', code, 'The session is not paid');
      case 'no-open-dispute':
        throw new AppError('conflict', code, 'The session has no open dispute');
      case 'refund-exceeds-payment':
        throw new AppError('unprocessable', code, 'The amount is more than what is left of the payment');
    }
  };
