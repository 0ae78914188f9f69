import { deleteData, findData, setAside, type Deployed } from '../emulator/saved-data.ts';

/** The folder for the emulator's data, and the data in it that an earlier emulator has saved. */
export type ChosenData = {
  folder: string;
  /** The data to restore. Undefined if the start begins without data. */
  saved?: { savedAt: Date; deployed: Deployed };
};

const timeOf = (at: Date): string => at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * What `npm start` says about restored data.
 * @param unchanged whether the deployed stacks match the code and the settings
 */
export const restoredText = (savedAt: Date, unchanged: boolean): string =>
  `The data of ${timeOf(savedAt)} is restored. ` +
  (unchanged
    ? 'The stacks are unchanged, so nothing was deployed.'
    : 'Code or settings have changed since then, so the changes were deployed.');

/** What `npm start` says if it cannot deploy to restored data. */
export const keptText = (savedAt: Date): string =>
  `The data of ${timeOf(savedAt)} is still saved. To begin without it:\n  npm start -- --fresh`;

/**
 * Moves data that cannot be restored to another folder.
 * @returns what `npm start` says about this
 */
export const setAsideAndSay = (why: string, folder: string): string =>
  `${why} Orderly begins anew. The old files are in ${setAside(folder)}.\n`;

/**
 * Finds the data for a start.
 * @param fresh whether to delete all saved data first
 * @param say prints what happens to data that cannot be restored
 */
export const chooseData = (folder: string, fresh: boolean, say: (line: string) => void): ChosenData => {
  if (fresh) deleteData(folder);
  const found = findData(folder);
  if (found.kind === 'unusable') say(setAsideAndSay(found.why, folder));
  if (found.kind !== 'restorable') return { folder };
  return { folder, saved: { savedAt: found.savedAt, deployed: found.deployed } };
};
