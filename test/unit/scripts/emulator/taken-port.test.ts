import { describe, expect, it } from '@jest/globals';
import { serverProgram, venvProgram } from '../../../../scripts/emulator/python.ts';
import { portIsTaken } from '../../../../scripts/emulator/taken-port.ts';

const ours = (pid: number) => `${String(pid).padStart(7)} ${venvProgram('python')} ${serverProgram}`;
const others = [
  '      1 /sbin/init',
  '    731 node scripts/start.ts',
  '    800 /home/somebody/else/.venv/bin/python -m ministack',
  '    801 grep ministack',
];
const table = (...lines: readonly string[]) => ({
  table: [...others, ...lines, ''].join('\n'),
  listening: '',
});

describe('a port that is taken', () => {
  it('by a program that is not an emulator must be freed by the person who started it', () => {
    expect(portIsTaken(4566, false, table(ours(4711)))).toBe(
      'Port 4566 is in use by another program. Stop that program, or choose another port:\n' +
        '  ORDERLY_PORT=4576 npm start',
    );
  });

  it("by somebody else's emulator is no business of ours", () => {
    expect(portIsTaken(4566, true, table())).toContain('is in use by another program');
    expect(portIsTaken(4566, true, table())).not.toContain('kill');
  });

  it('by an orphaned emulator of Orderly is freed by a command that the message names', () => {
    const told = portIsTaken(4566, true, table(ours(4711)));
    expect(told).toContain('"npm stop" does not know');
    expect(told.split('\n').slice(1)).toEqual(['  kill -- -4711', '  ORDERLY_PORT=4576 npm start']);
  });

  it('by the one of several emulators of ours that listens there is freed by stopping that one', () => {
    const processes = { ...table(ours(4711), ours(99)), listening: '99\n' };
    expect(portIsTaken(4566, true, processes).match(/kill -- -\d+/g)).toEqual(['kill -- -99']);
    expect(portIsTaken(4566, true, { ...processes, listening: '800\n' })).not.toContain('kill');
  });

  it('by an unknown one of several emulators: the message names all, and says that some may belong to tests', () => {
    const told = portIsTaken(4566, true, table(ours(4711), ours(99)));
    expect(told).toContain('one of 2');
    expect(told).toContain('kill -- -4711\n  kill -- -99');
  });
});
