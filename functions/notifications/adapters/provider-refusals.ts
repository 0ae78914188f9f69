import { AppError } from '../../../shared/errors.ts';
import type { SendResult } from '../domain/providers.ts';

/** Describes an error response of a provider: the name of the error and, if the name alone is not enough, its text. */
interface Answer {
  readonly name: RegExp;
  readonly text?: RegExp;
}

/** An error response that is about our account or settings. `code` is the last part of the AppError's code. */
interface AccountAnswer extends Answer {
  readonly code: string;
  readonly says: string;
}

/** How to read the errors of one provider. */
export interface Refusals {
  /** The first part of the AppErrors' codes. */
  readonly prefix: 'mail' | 'sms';
  readonly says: string;
  /** Answers whose cause is certainly the recipient. After such an answer, the message is not tried again. */
  readonly final: readonly Answer[];
  /**
   * Answers that an operator has to act on. After such an answer, the message is tried again, as after any answer that
   * is in neither list.
   */
  readonly account: readonly AccountAnswer[];
}

/**
 * The errors of SES's SendEmail (API reference, "SendEmail"; developer guide, "Amazon SES email sending errors" and
 * "Errors related to the sending quotas"). The name alone does not say whether the account or the recipient is the
 * problem: MessageRejected is the answer to a paused account, to an account in the sandbox, and to a blocked address.
 */
export const sesRefusals: Refusals = {
  prefix: 'mail',
  says: 'SES did not take the e-mail',
  final: [
    {
      name: /^InvalidParameterValue(Exception)?$/,
      text: /^(Missing final '@domain'|Missing local|Illegal address|Local address |Domain |Invalid domain name)/i,
    },
    { name: /^MessageRejected$/, text: /^Address blacklisted/i },
  ],
  account: [
    {
      name: /^MessageRejected$/,
      text: /not verified/i,
      code: 'identity-not-verified',
      says: 'The sender is not verified, or the account is in the sandbox. Verify the sender, or ask for production access',
    },
    {
      name: /^AccountSendingPaused/,
      code: 'account-paused',
      says: 'Sending is paused for the account. Resolve what SES reports, then enable sending',
    },
    {
      name: /^MessageRejected$/,
      text: /sending paused for (this|the) account|account is paused/i,
      code: 'account-paused',
      says: 'Sending is paused for the account. Resolve what SES reports, then enable sending',
    },
    {
      name: /^ConfigurationSetSendingPaused/,
      code: 'configuration-set-paused',
      says: 'Sending is paused for the configuration set. Enable it',
    },
    {
      name: /^MessageRejected$/,
      text: /sending paused for configuration set/i,
      code: 'configuration-set-paused',
      says: 'Sending is paused for the configuration set. Enable it',
    },
    {
      name: /^ConfigurationSetDoesNotExist/,
      code: 'configuration-set-missing',
      says: 'The configuration set does not exist. Deploy the stage again',
    },
    {
      name: /^MailFromDomainNotVerified/,
      code: 'mail-from-not-verified',
      says: 'The MX record of the MAIL FROM domain cannot be read. Correct the DNS records',
    },
    {
      name: /^(Throttling|ThrottlingException|LimitExceeded\w*|MessageRejected)$/,
      text: /daily message quota exceeded/i,
      code: 'quota-exceeded',
      says: 'The sending quota of 24 hours is used up. Ask for a higher one, then redrive',
    },
  ],
};

/**
 * The errors of SNS's Publish to a phone number (API reference, "Publish"). In the sandbox, and above the monthly
 * spending limit, Publish succeeds: only SNS's delivery logs show that the message was not sent (developer guide, "SMS
 * sandbox"; "Monitoring SMS activity").
 */
export const snsRefusals: Refusals = {
  prefix: 'sms',
  says: 'SNS did not take the text message',
  final: [
    { name: /^OptedOut(Exception)?$/ },
    {
      name: /^InvalidParameter(Value)?(Exception)?$/,
      text: /^Invalid parameter: Phone ?Number\b.*(is not valid to publish to|opted out)/i,
    },
  ],
  account: [
    {
      name: /./,
      text: /sandbox|not verified|unverified/i,
      code: 'sandbox',
      says: 'The account is in the SMS sandbox. Ask SNS for production access',
    },
    {
      name: /./,
      text: /no quota left|spend(ing)? limit/i,
      code: 'spend-limit-reached',
      says: 'The monthly spending limit is reached. Ask for a higher one, then redrive',
    },
    {
      name: /./,
      text: /paused|requires additional review/i,
      code: 'account-paused',
      says: 'SNS has stopped text messages of the account. Open a support case',
    },
  ],
};

const fits = (error: Error, { name, text }: Answer): boolean =>
  name.test(error.name) && (text === undefined || text.test(error.message));

/**
 * Reads why a provider did not take a message. The result and the error contain no text of the provider, because such a
 * text may quote an address.
 * @throws AppError `unavailable` if the recipient is not certainly the cause. The message is then tried again.
 */
export const refusalOf = (thrown: unknown, { prefix, says, final, account }: Refusals): SendResult => {
  const error = thrown instanceof Error ? thrown : new Error();
  if (final.some((answer) => fits(error, answer))) return { outcome: 'refused', code: error.name };
  const known = account.find((answer) => fits(error, answer));
  throw new AppError(
    'unavailable',
    `${prefix}.${known?.code ?? error.name}`,
    known === undefined ? says : `${says}. ${known.says}`,
  );
};
