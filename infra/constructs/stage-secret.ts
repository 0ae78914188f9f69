import type { RemovalPolicy } from 'aws-cdk-lib';
import { Secret, type CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** A secret with a random value of 48 letters and digits. */
export class StageSecret extends Secret {
  /** The ARN, read from the attribute `Id`. CDK uses `Ref`, which is the ARN on AWS but the name on MiniStack. */
  override readonly secretArn: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly description: string; readonly removalPolicy: RemovalPolicy },
  ) {
    super(scope, id, {
      ...props,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    this.secretArn = (this.node.defaultChild as CfnSecret).attrId;
  }
}
