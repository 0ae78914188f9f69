import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { services } from '../shared/events/catalog.ts';
import { Callbacks, IdentitySchema } from './identity-settings.ts';
import {
  canaryMinutes,
  domainName,
  isRealName,
  mailAddress,
  realName,
  webOrigin,
  webUrl,
} from './setting-fields.ts';
import type { Environment } from './stage-environment.ts';
import { hasMobileNumbers } from './text-numbers.ts';

/** Where a team keeps the settings of its stages, in the project's root. Their meanings are in docs/deployment.md. */
export const SETTINGS_FILE = 'orderly.settings.json';

const ownName = z
  .string()
  .regex(domainName, 'must be a domain name such as api.shop.com')
  .refine((name) => isRealName(name), realName);

const DomainSchema = z.strictObject({
  name: ownName,
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, {
    error: "must be the ARN of a certificate in ACM, in the stage's region",
  }),
});

/** CloudFront takes certificates from us-east-1 only, whatever the region of the stage. */
const ShopDomainSchema = z.strictObject({
  name: ownName,
  certificateArn: z.string().regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
    error: 'must be the ARN of a certificate in ACM, in us-east-1, as CloudFront requires',
  }),
});

const RestoredTableSchema = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{3,255}$/, 'must be the name of a table'),
    streamArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/, {
        error: "must be the ARN of the restored table's stream",
      }),
  })
  .superRefine(({ name, streamArn }, context) => {
    const table = streamArn.split('/')[1];
    if (table === name) return;
    context.addIssue({
      code: 'custom',
      path: ['streamArn'],
      message: `is the stream of table ${table}, but "name" is ${name}`,
    });
  });

const RestoredTablesSchema = z.partialRecord(z.enum(services), RestoredTableSchema);

/** The shortest periods depend on the stage (`checkKeepDays`). The longest is a century. */
const KeepDaysSchema = z.strictObject({
  orders: z.exactOptional(z.number().int().min(1).max(36_500)),
  messages: z.exactOptional(z.number().int().min(1).max(36_500)),
});

/** The settings of one stage, without the checks that compare several settings. Docs: docs/deployment.md. */
const StageFields = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, "must be the account's 12 digits, in quotes")
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1')
    .optional(),
  mailSender: mailAddress.optional(),
  sesIdentity: z.enum(['address', 'domain']).optional(),
  signInCallbacks: Callbacks.optional(),
  staffSignInCallbacks: Callbacks.optional(),
  identity: IdentitySchema.optional(),
  returnUrl: webUrl.optional(),
  alarmEmail: mailAddress.optional(),
  monthlyBudgetDollars: z.number().int().min(1).max(10_000_000).optional(),
  domain: DomainSchema.optional(),
  edge: z.boolean().optional(),
  shopDomain: ShopDomainSchema.optional(),
  allowedOrigins: z
    .array(webOrigin)
    .max(10)
    .refine((origins) => new Set(origins).size === origins.length, 'names an origin twice')
    .optional(),
  canaryMinutes: canaryMinutes.optional(),
  /** The least that Lambda accepts is 2 (developer guide, "Configuring maximum concurrency for Amazon SQS"). */
  maxConcurrency: z.number().int().min(2).max(1_000).optional(),
  webhookConcurrency: z.number().int().min(1).max(1_000).optional(),
  maxUnpaidOrders: z.number().int().min(1).max(99).optional(),
  stockLowThreshold: z.number().int().min(0).max(1_000_000).optional(),
  keepDays: KeepDaysSchema.optional(),
  maxMessagesADay: z.number().int().min(120).max(2_000).optional(),
  textCountries: z
    .array(z.string().refine(hasMobileNumbers, 'must be the code of a country (ISO 3166), for example "DE"'))
    .max(20)
    .refine((codes) => new Set(codes).size === codes.length, 'names a country twice')
    .optional(),
  monthlyTextDollars: z.number().int('must be whole US dollars').min(1).max(1_000_000).optional(),
  insights: z.boolean().optional(),
  live: z.boolean().optional(),
  restoredTables: RestoredTablesSchema.optional(),
});

/** Settings that apply only to Cognito's user pools. */
const ofUserPools = ['signInCallbacks', 'staffSignInCallbacks', 'sesIdentity'] as const;

const StageFileSchema = StageFields.superRefine((settings, context) => {
  if (settings.sesIdentity !== undefined && settings.mailSender === undefined) {
    context.addIssue({
      code: 'custom',
      path: ['sesIdentity'],
      message: 'says what is verified in SES for "mailSender". Set "mailSender", too, or remove it',
    });
  }
  const { domain, edge, shopDomain } = settings;
  if (shopDomain !== undefined && (edge === false || shopDomain.name === domain?.name)) {
    context.addIssue({
      code: 'custom',
      path: ['shopDomain'],
      message:
        edge === false
          ? 'is the address of the distribution, but "edge" is false. Remove one of them'
          : 'has the same name as "domain". The distribution and the API need different names',
    });
  }
  const sendsTexts = (settings.textCountries ?? []).length > 0;
  if (sendsTexts !== (settings.monthlyTextDollars !== undefined)) {
    context.addIssue({
      code: 'custom',
      path: [sendsTexts ? 'textCountries' : 'monthlyTextDollars'],
      message: sendsTexts
        ? 'needs "monthlyTextDollars", the most that text messages may cost a month. Set it, too'
        : 'is a limit for text messages, but "textCountries" names no country. Set that, too, or remove this',
    });
  }
  if (settings.identity === undefined) return;
  for (const name of ofUserPools.filter((one) => settings[one] !== undefined)) {
    context.addIssue({
      code: 'custom',
      path: [name],
      message: 'is for Cognito, but "identity" names another provider. Remove one of them',
    });
  }
});

/** The local stage has only these settings in the file, and takes others from the environment. */
const LocalFileSchema = StageFields.pick({ insights: true, live: true, restoredTables: true });

const SettingsFileSchema = z.strictObject({
  local: LocalFileSchema.optional(),
  // Production does not need this check, because production always requires `alarmEmail` (`neededInProduction`).
  sandbox: StageFileSchema.refine(
    ({ monthlyBudgetDollars, alarmEmail }) => monthlyBudgetDollars === undefined || alarmEmail !== undefined,
    {
      path: ['monthlyBudgetDollars'],
      error:
        'needs "alarmEmail", because AWS mails that address. Set it, too, or remove "monthlyBudgetDollars"',
    },
  ).optional(),
  production: StageFileSchema.optional(),
});

/** The content of the settings file. */
export type SettingsFile = z.output<typeof SettingsFileSchema>;
export type StageFileSettings = z.output<typeof StageFileSchema>;

/** The settings that production requires, and the reason for each. */
const neededInProduction = {
  account: "the account's 12 digits, so that production is never deployed to another account",
  region: 'the region, for example "eu-central-1"',
  mailSender: 'the sender of mails to customers, verified in SES',
  returnUrl: "where the provider's payment page sends the customer afterwards",
  alarmEmail: 'who is told when something breaks',
  signInCallbacks: 'where customers return after signing in, as a list of addresses of your shop',
} as const satisfies Partial<Record<keyof StageFileSettings, string>>;

/**
 * Checks the content of the settings file.
 * @param path the file's path, for the error
 * @throws Error that lists what is wrong or missing, and where to set it.
 */
export const checkSettingsFile = (content: unknown, path: string): SettingsFile => {
  const parsed = SettingsFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`,
  );
  throw new Error(`${path} is wrong (docs/deployment.md explains its settings):\n${problems.join('\n')}`);
};

/** @throws Error that lists the settings that production lacks, and says where to set them (`path`). */
export const requireProductionSettings = (settings: StageFileSettings, path: string): void => {
  const missing = Object.entries(neededInProduction).filter(
    ([name]) =>
      settings[name as keyof StageFileSettings] === undefined &&
      // An identity provider other than Cognito has its own list of addresses to return to.
      !(name === 'signInCallbacks' && settings.identity !== undefined),
  );
  if (missing.length === 0) return;
  const lines = missing.map(([name, meaning]) => `  "${name}": ${meaning}`);
  throw new Error(
    `Stage production lacks settings. Set them under "production" in ${path} ` +
      `(docs/deployment.md has an example):\n${lines.join('\n')}`,
  );
};

/** The path of the settings file: `ORDERLY_SETTINGS`, or the one in the project's root. */
export const settingsPath = (env: Environment): string =>
  env['ORDERLY_SETTINGS'] || fileURLToPath(new URL(`../${SETTINGS_FILE}`, import.meta.url));

/**
 * Reads the settings file. Without a file in the project's root, no stage has settings of its own.
 * @returns the content, not yet checked, and the path for error messages
 * @throws Error if the file is not JSON, or if `ORDERLY_SETTINGS` names a file that does not exist
 */
export const readSettingsFile = (env: Environment): { readonly file: unknown; readonly path: string } => {
  const path = settingsPath(env);
  if (!existsSync(path)) {
    if (!env['ORDERLY_SETTINGS']) return { file: {}, path };
    throw new Error(`ORDERLY_SETTINGS names ${path}, which does not exist. Correct the path, or unset it.`);
  }
  try {
    return { file: JSON.parse(readFileSync(path, 'utf8')), path };
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
