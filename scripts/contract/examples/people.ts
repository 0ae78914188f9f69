import { shop, type Examples } from './example.ts';

const { orderId, customerId, productId, email, phone } = shop;

const contact = {
  email,
  phone,
  channels: { email: true, sms: false },
  status: { email: 'verified', phone: 'unverified' },
};

const exported = {
  customerId,
  exportedAt: '2026-03-02T10:00:00.000Z',
  contact: {
    email: { address: email, verifiedAt: '2026-03-02T08:10:00.000Z' },
    channels: { email: true, sms: false },
    savedAt: '2026-03-02T08:10:00.000Z',
  },
  codes: { sentAt: [] },
  orders: [
    {
      orderId,
      status: 'COMPLETED',
      items: [{ productId, name: 'Cardamom bun', quantity: 2, unitAmount: 450 }],
      totalAmount: 900,
      currency: 'EUR',
      createdAt: '2026-03-02T08:15:00.000Z',
      history: [{ status: 'PENDING', at: '2026-03-02T08:15:00.000Z' }],
      messages: [
        {
          channel: 'email',
          eventType: 'OrderCreated',
          sentAt: '2026-03-02T08:15:01.000Z',
          subject: 'We have received your order',
        },
      ],
    },
  ],
};

/** Examples of the routes about customers: their contact details, their messages, and the export of their data. */
export const peopleExamples: Examples = {
  getContact: { answers: { 200: contact } },
  setContact: {
    body: { email, phone, channels: { email: true, sms: false } },
    answers: { 200: contact },
  },
  sendCode: {
    path: { channel: 'email' },
    answers: { 202: { channel: 'email', validUntil: '2026-03-02T08:25:00.000Z' } },
  },
  verifyAddress: { path: { channel: 'email' }, body: { code: '493027' }, answers: { 200: contact } },
  listNotifications: {
    query: { limit: 20 },
    answers: {
      200: {
        items: [
          {
            eventType: 'OrderPaid',
            orderId,
            channel: 'email',
            sentAt: '2026-03-02T08:17:01.000Z',
            subject: 'Your order is paid',
          },
        ],
      },
    },
  },
  exportMe: { query: { limit: 25 }, answers: { 200: exported } },
  exportCustomer: { path: { customerId }, query: { limit: 25 }, answers: { 200: exported } },
};
