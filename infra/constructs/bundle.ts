import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOptions } from './bundle-options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A function's code: one minified ES module that contains everything, including the AWS SDK. Start-up is three times
 * faster than with the runtime's SDK, and an emulator has none. esbuild runs in this process because `NodejsFunction`
 * starts npx for every function, which takes a second each.
 * @param entry path of the module that exports `handler`, relative to the project's root.
 */
export const bundledCode = (entry: string): Code =>
  Code.fromAsset(join(root, dirname(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used. The local bundling below always succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      // Never run either. CDK bundles once for each folder and options, and the functions of a service share a folder.
      command: [entry],
      outputType: BundlingOutput.NOT_ARCHIVED,
      local: {
        tryBundle: (outputFolder) => {
          buildSync({
            entryPoints: [join(root, entry)],
            outfile: join(outputFolder, 'index.mjs'),
            ...bundleOptions(root),
          });
          return true;
        },
      },
    },
  });
