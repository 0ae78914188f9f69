import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { localFile } from '../console/paths.ts';
import { requiredVersion } from './python.ts';

/** What the emulator writes when it has saved everything (scripts/emulator/keep_state.py). */
const Saved = z.object({
  /** Milliseconds since 1970. */
  savedAt: z.number(),
  /** The version of the emulator. */
  emulator: z.string(),
  /** The SHA-256 of each file, by its path below `state`. */
  files: z.record(z.string(), z.string()),
});

/** What is deployed to an emulator. */
const Deployed = z.object({
  /** A hash of the code and the settings. */
  inputs: z.string(),
  /** The functions that run newer code than that of the stacks (`npm run dev`). */
  replaced: z.array(z.string()),
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Deployed = z.infer<typeof Deployed>;

/** What an earlier emulator saved when it stopped, and whether it can be restored. */
export type FoundData =
  | { readonly kind: 'none' }
  | { readonly kind: 'restorable'; readonly savedAt: Date; readonly deployed: Deployed }
  | { readonly kind: 'unusable'; readonly why: string };

/** Where the emulator on this port keeps its data. Addresses contain the port, so each port has its own data. */
export const dataFolderOf = (port: number): string => localFile('data', String(port));

const savedFile = (folder: string) => join(folder, 'saved.json');
const deployedFile = (folder: string) => join(folder, 'deployed.json');

/** True if the emulator has stopped and has saved everything. */
export const isSaved = (folder: string): boolean => existsSync(savedFile(folder));

/**
 * Removes the mark that the data is complete. Only the emulator sets this mark, when it has stopped and saved
 * everything. So the data of a killed emulator has no mark.
 */
export const forgetSaved = (folder: string): void => rmSync(savedFile(folder), { force: true });

/** Notes in the data folder what is deployed to the emulator. */
export const rememberDeployed = (folder: string, deployed: Deployed): void =>
  writeFileSync(deployedFile(folder), `${JSON.stringify(deployed)}\n`, { mode: 0o600 });

const deployedIn = (folder: string): Deployed =>
  Deployed.parse(JSON.parse(readFileSync(deployedFile(folder), 'utf8')));

/** Notes in the data folder which functions run newer code than that of the stacks. */
export const rememberReplaced = (folder: string, names: readonly string[]): void => {
  const deployed = deployedIn(folder);
  rememberDeployed(folder, { ...deployed, replaced: [...new Set([...deployed.replaced, ...names])] });
};

const isIntact = (folder: string, [path, hash]: readonly [string, string]): boolean =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'state', path)))
    .digest('hex') === hash;

/**
 * Looks whether the data that an earlier emulator saved in this folder can be restored.
 * @param emulator the version of the emulator that would restore it
 */
export const findData = (folder: string, emulator = requiredVersion('ministack')): FoundData => {
  // If the earlier start never completed, nobody has used its data, so there is nothing to restore.
  if (!isSaved(folder) && !existsSync(deployedFile(folder))) return { kind: 'none' };
  const unusable = (why: string) => ({ kind: 'unusable', why }) as const;
  if (!isSaved(folder))
    return unusable('Orderly was not stopped, but killed, so its last data is not saved.');
  try {
    const saved = Saved.parse(JSON.parse(readFileSync(savedFile(folder), 'utf8')));
    if (saved.emulator !== emulator) {
      return unusable(`The saved data is of MiniStack ${saved.emulator}, and this is MiniStack ${emulator}.`);
    }
    const deployed = deployedIn(folder);
    if (!Object.entries(saved.files).every((file) => isIntact(folder, file)))
      throw new Error('A file has changed.');
    return { kind: 'restorable', savedAt: new Date(saved.savedAt), deployed };
  } catch {
    return unusable('The saved data is damaged.');
  }
};

/** Creates an empty folder, which only its owner can read: it will hold personal data and secrets. */
export const createDataFolder = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
};

const asideOf = (folder: string) => `${folder}.unusable`;

/** Deletes the saved data, and the data that `setAside` has moved. */
export const deleteData = (folder: string): void => {
  for (const one of [folder, asideOf(folder)]) rmSync(one, { recursive: true, force: true });
};

/**
 * Moves data that cannot be restored to another folder. Replaces data that was moved there before.
 * @returns the other folder
 */
export const setAside = (folder: string): string => {
  const aside = asideOf(folder);
  rmSync(aside, { recursive: true, force: true });
  renameSync(folder, aside);
  return aside;
};
