import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * Compiles the schemas of the messages of an AsyncAPI document.
 * @returns a function that returns the validator of an event by the event's name. The validator checks the whole event
 * that EventBridge delivers.
 */
export const eventValidators = (document: object): ((event: string) => ValidateFunction) => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  return (event) => {
    const ref = `document#/components/messages/${event}/payload`;
    return ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  };
};
