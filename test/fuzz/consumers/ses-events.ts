import * as fc from 'fast-check';
import { customerTag } from '../../../functions/notifications/adapters/ses-tags.ts';
import type { JsonSchema } from '../values/from-schema.ts';
import { CUSTOMERS, emailOf } from './known.ts';

const address = fc.constantFrom(...CUSTOMERS.map(emailOf), 'someone@else.example');
const instant = fc.constantFrom('2026-03-01T08:30:00.000Z', '2026-03-01T08:30:00Z', '2030-01-01T00:00:00Z');
const recipients = fc.array(fc.record({ emailAddress: address }), { minLength: 1, maxLength: 3 });
const tags = fc.record({
  customer: fc.constantFrom(...CUSTOMERS.map((id) => [customerTag(id)!]), ['?'], []),
  correlationId: fc.constant(['request-1']),
});
const mail = fc.record({ messageId: fc.constant('ses-1'), tags }, { requiredKeys: ['messageId'] });

/** Events of SES as EventBridge delivers them (SES developer guide, "Contents of event data"). */
export const sesEvents: fc.Arbitrary<unknown> = fc.record({
  version: fc.constant('0'),
  id: fc.uuid(),
  source: fc.constantFrom('aws.ses', 'someone.else'),
  time: instant,
  detail: fc.oneof(
    fc.record({
      eventType: fc.constant('Bounce'),
      mail,
      bounce: fc.record({
        bounceType: fc.constantFrom('Permanent', 'Transient', 'Undetermined'),
        bouncedRecipients: recipients,
        timestamp: instant,
      }),
    }),
    fc.record({
      eventType: fc.constant('Complaint'),
      mail,
      complaint: fc.record(
        {
          complainedRecipients: recipients,
          complaintFeedbackType: fc.constantFrom('abuse', 'not-spam', null),
          timestamp: instant,
        },
        { requiredKeys: ['complainedRecipients', 'timestamp'] },
      ),
    }),
    fc.record({ eventType: fc.constantFrom('Delivery', 'Open', 'Newer'), mail }),
  ),
});

const text: JsonSchema = { type: 'string' };
const object = (properties: Readonly<Record<string, JsonSchema>>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const addresses: JsonSchema = { type: 'array', items: object({ emailAddress: text }) };

/** The fields that consumers may rely on in an event of SES. `complaintFeedbackType` may be null. */
export const sesSchema: JsonSchema = object({
  id: text,
  time: text,
  detail: object(
    {
      eventType: text,
      mail: object({ messageId: text, tags: { type: 'object' } }, ['messageId']),
      bounce: object({ bounceType: text, bouncedRecipients: addresses, timestamp: text }),
      complaint: object({ complainedRecipients: addresses, timestamp: text }),
    },
    ['eventType', 'mail'],
  ),
});
