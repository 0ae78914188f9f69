import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../shared/kernel/contention.ts';
import {
  noContact,
  viewOf,
  withVerified,
  type Channel,
  type ContactStore,
  type ContactView,
} from './domain/contact.ts';
import {
  addressParts,
  addressToVerify,
  checkUsable,
  codeParts,
  wrongCode,
  type CodeSecrets,
  type CodeStore,
} from './domain/verification-code.ts';

/** The ports of the use case. */
export interface VerifyAddressDependencies {
  readonly contacts: Pick<ContactStore, 'load'>;
  readonly codes: Pick<CodeStore, 'load' | 'countTry' | 'redeem'>;
  readonly secrets: Pick<CodeSecrets, 'hash'>;
  readonly now: Clock;
  readonly pause: Pause;
}

/**
 * Verifies the caller's address with the code that was sent to it, and shows the contact details. A try is counted
 * before the code is compared, so concurrent calls get no additional tries.
 * @throws AppError with the reason why the address or the code is refused.
 */
export const verifyAddress =
  ({ contacts, codes, secrets, now, pause }: VerifyAddressDependencies) =>
  async (caller: Caller, channel: Channel, entered: string): Promise<ContactView> => {
    const read = async () => {
      const { address } = addressToVerify(await contacts.load(caller.id), channel);
      const addressHash = await secrets.hash(addressParts(channel, address));
      const code = checkUsable(await codes.load(caller.id, channel), addressHash, now());
      return { address, code };
    };
    const tried = await whileContended(pause, async () => {
      const { address, code } = await read();
      const tries = await codes.countTry(code);
      return tries === undefined ? 'contended' : { address, code, tries };
    });
    const { address, code, tries } = tried;
    if ((await secrets.hash(codeParts(caller.id, channel, address, entered))) !== code.codeHash) {
      throw wrongCode(tries);
    }
    return whileContended(pause, async () => {
      const before = await contacts.load(caller.id);
      const current = addressToVerify(before, channel);
      const addressHash = await secrets.hash(addressParts(channel, current.address));
      const at = now();
      const stored = await codes.load(caller.id, channel);
      // The entered code is right. It may have been entered with the last allowed try, so the number of tries is not
      // checked again.
      checkUsable(stored && { ...stored, tries: 0 }, addressHash, at);
      if (stored?.codeHash !== code.codeHash) {
        throw new AppError('conflict', 'contact.code-replaced', 'A newer code was sent. Enter that one');
      }
      const after = withVerified(before ?? noContact, channel, at);
      return (await codes.redeem(code, { before, after, at })) ? viewOf(after) : 'contended';
    });
  };
