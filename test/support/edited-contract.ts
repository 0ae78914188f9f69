import { asyncApiDocument } from '../../scripts/contract/asyncapi.ts';
import { eventChanges } from '../../scripts/contract/event-changes.ts';

export type Draft = Record<string, unknown>;

/** The AsyncAPI document that the code generates now. Tests use this document as the published one. */
export const published = asyncApiDocument();

/** The part of a document at a path. The names in the path have no dots. */
const partAt = (document: object, path: string): Draft =>
  path.split('.').reduce((part, name) => part[name] as Draft, document as Draft);

/** Edits the part at `path` in a copy of the published contract, and returns the breaking changes that this causes. */
export const after = (path: string, edit: (part: Draft) => unknown): readonly string[] => {
  const current = structuredClone(published);
  edit(partAt(current, path));
  return eventChanges(published, current);
};

export const set = (fields: Draft) => (part: Draft) => Object.assign(part, fields);
export const drop = (name: string) => (part: Draft) => delete part[name];
export const optional = (name: string) => (part: Draft) => {
  part['required'] = (part['required'] as string[]).filter((one) => one !== name);
};
/** Changes the list of strings in the field `keyword`. */
export const listed = (keyword: string, edit: (values: string[]) => string[]) => (part: Draft) => {
  part[keyword] = edit(part[keyword] as string[]);
};

export const schemas = 'components.schemas';
