import { createInterface } from 'node:readline/promises';
import { Problem } from './problem.ts';

/**
 * Asks the person at the terminal to type a word.
 *
 * @param question what will happen, without the instruction to type the word
 * @throws Problem if something else is typed, or if there is no terminal
 */
export const confirm = async (question: string, word: string): Promise<void> => {
  if (!process.stdin.isTTY) {
    throw new Problem(`Standard input is not a terminal. Add --yes to go on without a question.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Type "${word}" to confirm: `);
  terminal.close();
  if (answer.trim() !== word) throw new Problem(`This is not "${word}". Nothing was changed.`);
};
