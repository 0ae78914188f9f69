import type { TextNumbers } from '../domain/contact.ts';

/**
 * Reads the mobile numbers that get text messages.
 * @param json for each country (ISO 3166), a regular expression of its mobile numbers in E.164 format. The deployment
 *   makes it from the setting `textCountries` (infra/text-numbers.ts).
 */
export const textNumbersIn = (json: string): TextNumbers =>
  Object.fromEntries(
    Object.entries(JSON.parse(json) as Readonly<Record<string, string>>).map(([country, pattern]) => [
      country,
      new RegExp(pattern),
    ]),
  );
