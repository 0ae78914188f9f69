import { returnPaths } from '../../infra/short-addresses.ts';
import type { StageSettings } from '../../infra/stage-config.ts';
import { shopAddress } from './addresses.ts';
import { requiredOutput, type StackOutputs } from './outputs.ts';
import type { Stack } from './stack-file.ts';

/**
 * Lists what people have to do after a deployment.
 *
 * @param settingsFile the path of the stage's settings
 * @returns a line for each step
 */
export const nextSteps = (
  settings: Pick<StageSettings, 'stage' | 'name' | 'alarms' | 'domain' | 'shopDomain' | 'identity'>,
  { stack, outputs, settingsFile }: { stack: Stack; outputs: StackOutputs; settingsFile: string },
): readonly string[] => {
  const { stage, alarms, domain, shopDomain } = settings;
  return [
    ...(domain === undefined ? [] : [`Point ${domain.name} to ${requiredOutput(outputs, 'DomainTarget')}.`]),
    ...(shopDomain === undefined
      ? []
      : [`Point ${shopDomain.name} to ${requiredOutput(outputs, 'ShopDomainTarget')}.`]),
    alarms.email === undefined
      ? `Nobody is told of alarms. Set "alarmEmail" in ${settingsFile}, and deploy again.`
      : `AWS sends a mail to ${alarms.email}. Alarms arrive only after its link is confirmed.`,
    ...(stage === 'production'
      ? [`Register ${stack.apiUrl}/webhooks/payments with your payment provider (docs/deployment.md).`]
      : []),
    ...pageCallbacks(settings, stack, settingsFile),
    ...firstAdministrator(settings, { stack, outputs }),
  ];
};

/**
 * The steps that let people sign in at the pages. With Cognito, there are no such steps if the settings name the domain
 * of the pages, because the deployment has then registered their addresses.
 */
const pageCallbacks = (
  { identity, domain, shopDomain }: Pick<StageSettings, 'identity' | 'domain' | 'shopDomain'>,
  stack: Stack,
  settingsFile: string,
): readonly string[] => {
  const at = (path: string): string => `${shopAddress(stack)}/${path}`;
  const [customers] = returnPaths.customers.map(at);
  const [kitchen, operations] = returnPaths.staff.map(at);
  const isKnown = (stack.shopUrl === undefined ? domain : shopDomain) !== undefined;
  switch (identity.kind) {
    case 'simulator':
      return [];
    case 'cognito':
      return isKnown
        ? []
        : [
            `To sign in at the shop, add "${customers}" to "signInCallbacks" in ${settingsFile}, and deploy again.`,
            `To sign in as staff, add "${kitchen}" and "${operations}" to "staffSignInCallbacks" in ${settingsFile}, and deploy again.`,
          ];
    case 'oidc':
      return [
        `To sign in at the shop, allow ${customers} for the client of your identity provider.`,
        `To sign in as staff, allow ${kitchen} and ${operations} for the client of staff.`,
      ];
  }
};

/** The steps with which someone who has credentials for the account creates the first administrator. */
const firstAdministrator = (
  { stage, name, identity }: Pick<StageSettings, 'stage' | 'name' | 'identity'>,
  { stack, outputs }: { stack: Stack; outputs: StackOutputs },
): readonly string[] => {
  if (identity.kind === 'simulator') return [];
  const token = `npm run -s token -- --stage ${stage}${name === stage ? '' : ` --name ${name}`}`;
  if (identity.kind === 'oidc') {
    const { issuer, rolesClaim = 'roles' } = identity.issuers.staff;
    return [
      `Give the first administrator the role "admin" (claim "${rolesClaim}") at ${issuer}. To sign in: ${token}`,
    ];
  }
  const pool = `--region ${stack.region} --user-pool-id ${requiredOutput(outputs, 'StaffPoolId')} --username "$EMAIL"`;
  return [
    'Once, create the first administrator. Cognito mails a password, and the page asks for a second factor:',
    "  EMAIL='root@your-shop.com'   # the address of the administrator",
    `  aws cognito-idp admin-create-user ${pool} --desired-delivery-mediums EMAIL --user-attributes "Name=email,Value=$EMAIL" Name=email_verified,Value=true`,
    `  aws cognito-idp admin-add-user-to-group ${pool} --group-name admin`,
    `  ${token}`,
  ];
};
