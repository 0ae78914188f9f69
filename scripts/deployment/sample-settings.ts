/** The settings file of a made-up team, for tests and measurements. Its shop does not exist. */
export const sampleSettings = {
  sandbox: { mailSender: 'test@brezelbar.de', alarmEmail: 'dev@brezelbar.de', canaryMinutes: 5 },
  production: {
    account: '210987654321',
    region: 'eu-central-1',
    mailSender: 'bestellung@brezelbar.de',
    returnUrl: 'https://brezelbar.de/danke',
    signInCallbacks: ['https://brezelbar.de/anmelden'],
    alarmEmail: 'alarm@brezelbar.de',
    monthlyBudgetDollars: 200,
    domain: {
      name: 'api.brezelbar.de',
      certificateArn:
        'arn:aws:acm:eu-central-1:210987654321:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    },
    shopDomain: {
      name: 'shop.brezelbar.de',
      certificateArn: 'arn:aws:acm:us-east-1:210987654321:certificate/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d',
    },
    allowedOrigins: ['https://brezelbar.de', 'https://theke.brezelbar.de'],
    webhookConcurrency: 20,
    textCountries: ['DE', 'AT'],
    monthlyTextDollars: 300,
  },
};
