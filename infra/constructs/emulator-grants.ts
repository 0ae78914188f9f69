/**
 * A permission that only MiniStack requires, because it checks calls differently from AWS: another action, or the same
 * action on more resources.
 */
export interface EmulatorGrant {
  readonly action: string;
  /** The action that AWS requires for the same call. */
  readonly onAws: string;
  readonly reason: string;
}

/**
 * All permissions that functions have on the local stage and not on AWS (MiniStack 1.5.33). Without these permissions,
 * the functions could not run on the emulator with IAM enforced. `ServiceFunction.allowOnEmulator` grants the
 * permissions, and no other permission may differ between the stages (test/infra/grants.test.ts).
 */
export const emulatorGrants = {
  sendMail: {
    action: 'ses:SendEmail',
    onAws: 'ses:SendEmail',
    reason:
      'MiniStack checks SendEmail on all resources and does not know the condition key ses:FromAddress. AWS checks it ' +
      'on the identity, so there the permission is limited to the sender.',
  },
  changeVisibilityOfBatch: {
    action: 'sqs:ChangeMessageVisibilityBatch',
    onAws: 'sqs:ChangeMessageVisibility',
    reason:
      'MiniStack asks for the name of the call. On AWS, sqs:ChangeMessageVisibility includes the batch (SQS developer ' +
      'guide, "Amazon SQS batch actions").',
  },
} as const satisfies Readonly<Record<string, EmulatorGrant>>;

export type EmulatorGrantName = keyof typeof emulatorGrants;
