import type { ContactStore } from '../../../functions/notifications/domain/contact.ts';
import {
  MAX_TRIES,
  type Budget,
  type CodeStore,
  type VerificationCode,
} from '../../../functions/notifications/domain/verification-code.ts';

const keyOf = ({ customerId, channel }: Pick<VerificationCode, 'customerId' | 'channel'>): string =>
  `${channel}#${customerId}`;

/**
 * The in-memory counterpart of `dynamoCodeStore`. Both pass the same contract test. Redeeming a code also changes the
 * customer's contact details in `contacts`.
 */
export const memoryCodeStore = (contacts: ContactStore): CodeStore => {
  const codes = new Map<string, VerificationCode>();
  const budgets = new Map<string, Budget['sentAt']>();
  const usable = (code: VerificationCode): VerificationCode | undefined => {
    const stored = codes.get(keyOf(code));
    return stored?.codeHash === code.codeHash && stored.usedAt === undefined ? stored : undefined;
  };
  return {
    load: async (customerId, channel) => structuredClone(codes.get(keyOf({ customerId, channel }))),
    budget: async (key) => ({ key, sentAt: [...(budgets.get(key) ?? [])] }),
    issue: async (code, spendings) => {
      const isSpent = spendings.some(
        ({ before }) => JSON.stringify(budgets.get(before.key) ?? []) !== JSON.stringify(before.sentAt),
      );
      if (isSpent) return false;
      codes.set(keyOf(code), structuredClone(code));
      for (const { after } of spendings) budgets.set(after.key, [...after.sentAt]);
      return true;
    },
    countTry: async (code) => {
      const stored = usable(code);
      if (stored === undefined || stored.tries >= MAX_TRIES) return undefined;
      codes.set(keyOf(code), { ...stored, tries: stored.tries + 1 });
      return stored.tries + 1;
    },
    redeem: async (code, change) => {
      const stored = usable(code);
      if (stored === undefined || !(await contacts.save(code.customerId, change))) return false;
      codes.set(keyOf(code), { ...stored, usedAt: change.at });
      return true;
    },
  };
};
