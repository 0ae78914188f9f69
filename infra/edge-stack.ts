import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { ShopDistribution } from './constructs/shop-distribution.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/**
 * The CloudFront distribution in front of pages and API. It is a stack of its own, because a stage can do without a
 * distribution. No other stack needs the distribution's address, so there is no circular dependency.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, settings: StageSettings, api: RestApi) {
    super(scope, id, stackProps(settings));
    const { distribution, url } = new ShopDistribution(this, 'Shop', settings, api.restApiId);
    new CfnOutput(this, 'ShopUrl', { value: url });
    new CfnOutput(this, 'ShopDomainTarget', { value: distribution.distributionDomainName });
    new CfnOutput(this, 'ShopDistributionId', { value: distribution.distributionId });
  }
}
