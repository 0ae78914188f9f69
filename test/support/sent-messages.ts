import { deployedStack } from './stack.ts';
import { request } from './http.ts';

/** All innermost objects in a JSON value: those that contain no other object. */
const records = (value: unknown): readonly object[] => {
  if (Array.isArray(value)) return value.flatMap(records);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(records);
  return inner.length === 0 ? [value] : inner;
};

/** The mails that the emulator's SES has sent to an address, each as JSON. The case of the address does not matter. */
export const mailsTo = async (address: string): Promise<readonly string[]> => {
  const { body } = await request<unknown>('GET', `${deployedStack().endpoint}/_ministack/ses/messages`);
  return records(body)
    .map((record) => JSON.stringify(record))
    .filter((text) => text.toLowerCase().includes(`"${address.toLowerCase()}"`));
};

/** The text messages that the emulator's SNS has sent to a number, each as JSON. */
export const textsTo = async (number: string): Promise<readonly string[]> => {
  const url = `${deployedStack().endpoint}/_ministack/sns/sms-messages`;
  const { body } = await request<{ sms_messages: Readonly<Record<string, readonly unknown[]>> }>('GET', url);
  return (body.sms_messages[number] ?? []).map((message) => JSON.stringify(message));
};
