import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, bundleSignedRequests, type BundleFiles } from './bundle-options.ts';

/**
 * Returns the files that a bundle contains besides its module, by their paths in the bundle: a copy of a file or of a
 * folder, or a text. This callback is called only when the bundle is made. Tests of templates make no bundles, so they
 * need not build the web pages that a bundle contains.
 */
export type BundledFiles = () => Readonly<
  Record<string, { readonly file: string } | { readonly text: string }>
>;

const root = fileURLToPath(new URL('../..', import.meta.url));

let ofProduct: ReadonlyMap<string, BundleFiles> | undefined;
let signedRequests: BundleFiles | undefined;

/**
 * Returns the bundle of a function. The first call for a function in `functions` or `simulators` bundles all functions
 * of these two folders in one run of esbuild. That is much faster than one run for each function.
 */
const bundleOf = (entry: string): BundleFiles => {
  const product = '{functions,simulators}/*/lambdas/*.ts';
  const bundle = matchesGlob(entry, product)
    ? (ofProduct ??= bundleFunctions(root, globSync(product, { cwd: root }))).get(entry)
    : bundleFunctions(root, [entry]).get(entry);
  if (bundle === undefined) throw new Error(`There is no function ${entry}`);
  return bundle;
};

/**
 * Bundles a function's code into one minified ES module with all its dependencies, including the AWS SDK.
 *
 * - With the SDK in the bundle, a function starts faster than with the SDK of the Lambda runtime. An emulator's runtime
 *   has no SDK.
 * - This code calls esbuild's API. CDK's `NodejsFunction` would start npx for every function (docs/adr/0015).
 * @param entry path of the module that exports `handler`, relative to the project's root.
 * @param options.files the files that the function reads at run time.
 * @param options.signed whether the function accepts signed requests. If so, the bundle contains a second module, which
 *   verifies them.
 */
export const bundledCode = (
  entry: string,
  { files = () => ({}), signed = false }: { readonly files?: BundledFiles; readonly signed?: boolean } = {},
): Code =>
  Code.fromAsset(join(root, dirname(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK requires an image but never uses it, because the local bundling below always succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      // This command is never run. It makes the options different for each entry, because CDK reuses a bundle if folder
      // and options are the same.
      command: [entry],
      outputType: BundlingOutput.NOT_ARCHIVED,
      local: {
        tryBundle: (outputFolder) => {
          if (signed) signedRequests ??= bundleSignedRequests(root);
          const more = signed ? (signedRequests ?? []) : [];
          for (const [name, contents] of [...bundleOf(entry), ...more]) {
            writeFileSync(join(outputFolder, name), contents);
          }
          for (const [path, source] of Object.entries(files())) {
            const target = join(outputFolder, path);
            mkdirSync(dirname(target), { recursive: true });
            if ('file' in source) cpSync(source.file, target, { recursive: true });
            else writeFileSync(target, source.text);
          }
          return true;
        },
      },
    },
  });
