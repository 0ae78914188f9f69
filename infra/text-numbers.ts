import { Metadata, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.mobile.json';

/** A function's environment has at most 4 KB (Lambda guide, "Lambda quotas"). Half is left for other variables. */
const MOST_BYTES = 2048;

/** The part of the metadata of libphonenumber-js that the library's types leave out. */
interface NumberTypes {
  type(name: 'MOBILE'): { pattern(): string } | undefined;
}

/** The mobile numbers of a country without its calling code, as a regular expression. */
const mobileDigits = (country: string): string | undefined => {
  const plans = new Metadata(metadata);
  plans.selectNumberingPlan(country as CountryCode);
  return (plans as unknown as NumberTypes).type('MOBILE')?.pattern();
};

/** True for the code of a country (ISO 3166) that has mobile numbers. */
export const hasMobileNumbers = (country: string): boolean =>
  Object.hasOwn(metadata.countries, country) && mobileDigits(country) !== undefined;

const patternOf = (country: string): string => {
  const mobile = mobileDigits(country);
  if (mobile === undefined) throw new Error(`${country} has no mobile numbers`);
  return `^\\+${metadata.countries[country as CountryCode]?.[0]}(?:${mobile})$`;
};

/**
 * Returns JSON for the environment of functions. For each country, it has a regular expression that matches the
 * country's mobile numbers in E.164 format. The patterns are those of Google's libphonenumber, and leave out
 * premium-rate numbers.
 * @throws Error if the JSON does not fit into the environment of a function.
 */
export const textNumbersOf = (countries: readonly string[]): string => {
  const numbers = JSON.stringify(
    Object.fromEntries(countries.map((country) => [country, patternOf(country)])),
  );
  if (numbers.length <= MOST_BYTES) return numbers;
  throw new Error(
    `"textCountries" names too many countries: their number patterns have ${numbers.length} bytes of at most ${MOST_BYTES}. Name fewer`,
  );
};
