import { localFile } from '../console/paths.ts';
import type { Stopped } from '../emulator/emulator.ts';

/** What a command says when Orderly has stopped. */
export const stoppedText = (stopped: Stopped): string => {
  switch (stopped) {
    case 'saved':
      return 'Orderly has stopped. Its data is saved, and the next start continues with it.\n';
    case 'not saved':
      return (
        'Orderly has stopped, but its data could not be saved, so the next start begins anew. ' +
        `The reason is in ${localFile('logs', 'emulator.log')}.\n`
      );
    case 'nothing to save':
      return 'Orderly has stopped.\n';
  }
};
