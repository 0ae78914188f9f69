/**
 * Decides which Node runs the commands.
 *
 * This file is plain JavaScript without npm packages, as `run.mjs` is.
 */
import { join } from 'node:path';

/** The version of Node that the functions run on, on AWS (`nodejs24.x`). */
const MAJOR = 24;

/**
 * Returns the executable of Node 24. For Linux and Windows, the executable is in an npm package, whose hash is in the
 * lock file. For platforms without such a package, such as macOS, it is the Node that runs this script.
 * @param root the project's folder
 * @param packages the names of the npm packages to choose from: `optionalDependencies` of package.json
 * @param machine the fields of `process` that describe this Node: `platform`, `arch`, `version` and `execPath`
 * @returns `{ file }`, or `{ problem }` with a text for people if there is no Node 24
 */
export const node24For = (root, packages, { platform, arch, version, execPath }) => {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  if (packages.includes(name)) {
    const executable = platform === 'win32' ? 'node.exe' : 'node';
    return { file: join(root, 'node_modules', name, 'bin', executable) };
  }
  if (Number(version.slice(1).split('.')[0]) === MAJOR) return { file: execPath };
  return {
    problem:
      `On this platform (${platform}, ${arch}), Orderly runs on your own Node. It needs Node ${MAJOR}, as on AWS, ` +
      `but this is ${version}. Install Node ${MAJOR} from nodejs.org.`,
  };
};
