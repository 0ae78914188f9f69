import * as fc from 'fast-check';
import { parseSesEvent } from '../../../functions/notifications/adapters/ses-feedback.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import { Finding, type Counts } from '../findings.ts';
import { inTime } from '../in-time.ts';
import { deliver, type Fate } from './delivery.ts';
import { messagesOf, MAX_RECEIVES, type Message } from './messages.ts';
import { createShop } from './shop.ts';
import { fitsItsSchema } from './verdict.ts';

/** The codes of messages that are refused before the service reacts to them. */
const refusals = ['message.invalid', 'message.malformed-json', 'message.too-old'] as const;
const unknowns = ['message.unknown-type', 'message.unknown-version', 'message.unknown-value'] as const;
const isOneOf = (codes: readonly string[], code: string | undefined): boolean =>
  code !== undefined && codes.includes(code);
const isRefused = ({ code }: Fate): boolean => isOneOf([...refusals, ...unknowns], code);

/**
 * Checks what happened to one message.
 * @throws Finding if the property does not hold
 */
const checkFate = (name: InboxName, message: Message, fate: Fate, fits: boolean): void => {
  const { code, end } = fate;
  const broken = (what: string) =>
    new Finding('broken', `${message.note}: ${what}; ${end}, ${code ?? 'no code'}`);
  if (code?.startsWith('unexpected.') === true) {
    throw new Finding('crashes', `${message.note}: the failure is not classified: ${code}`);
  }
  if (message.claim === 'valid' && isRefused(fate)) throw broken('a valid message is refused');
  if (message.claim === 'invalid' && !isOneOf(refusals, code)) throw broken('an invalid message is taken');
  if (!isRefused(fate) && !fits) throw broken('a message that does not fit its schema is taken');
  if (isOneOf(refusals, code) && end !== 'dead-letter') throw broken('it fails again when it is retried');
  if (isOneOf(unknowns, code)) {
    const isLast = !(Number(message.receives) < MAX_RECEIVES);
    if ((end === 'dead-letter') !== isLast)
      throw broken('newer code may know it, so it is retried to the end');
  }
};

/**
 * The property of one inbox, for any batch of messages:
 * - Each message is either acknowledged, reported for a retry, or sent to the dead-letter queue.
 * - A valid message is not refused. An invalid message goes to the dead-letter queue at once. A message whose type,
 *   version or value the code does not know is retried until its last receive.
 * - No failure has a code that begins with `unexpected.`.
 * - The services end in the same state as without the refused messages. This shows that these messages had no effect
 *   and did not stop the others.
 */
export const inboxProperty = (name: InboxName, world: ShellWorld, own: Own) => {
  const fits = ({ text }: Message): boolean =>
    name === 'mail-feedback' ? isSesEvent(text) : fitsItsSchema(name, own, text);
  const delivered = (messages: readonly Message[]) =>
    inTime(async () => {
      const shop = await createShop();
      return { shop, ...(await deliver(name, shop, messages, world)) };
    });
  /** The state of a new shop. It is computed once, because it is always the same. */
  let beginning: string | undefined;
  const stateAfter = async (messages: readonly Message[]): Promise<string> => {
    beginning ??= await (await createShop()).state();
    return messages.length === 0 ? beginning : (await delivered(messages)).shop.state();
  };
  const batches = fc.array(messagesOf(name, own), { maxLength: 6 });
  return (counts: Counts) =>
    fc.asyncProperty(batches, async (messages) => {
      const { shop, fates, faults } = await delivered(messages);
      counts.cases += messages.length;
      for (const [index, fate] of fates.entries()) {
        checkFate(name, messages[index]!, fate, fits(messages[index]!));
      }
      if (faults[0] !== undefined) throw new Finding('broken', faults[0]);
      const refused = fates.filter(isRefused).length;
      counts.invalid += refused;
      counts.valid += messages.length - refused;
      if (refused === 0) return;
      const others = messages.filter((_, index) => !isRefused(fates[index]!));
      if ((await stateAfter(others)) !== (await shop.state())) {
        throw new Finding('effects', 'a refused message had an effect, or changed that of another message');
      }
    });
};

type Own = Parameters<typeof fitsItsSchema>[1];

const isSesEvent = (text: string): boolean => {
  try {
    parseSesEvent(text);
    return true;
  } catch {
    return false;
  }
};
