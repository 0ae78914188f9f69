/** The rules for what pages may import. `.dependency-cruiser.mjs` includes them. */
export const pageRules = [
  {
    name: 'pages-use-the-api-alone',
    comment:
      'Pages are built for browsers. What they know of the services is the public API, by its typed client.',
    severity: 'error',
    from: { path: '^web/(?!vite[.]config[.]ts$)' },
    to: {
      pathNot: [
        '^web/',
        '^client/',
        '^shared/kernel/',
        '(^|/)node_modules/(preact|@preact/signals|preact-iso|oidc-client-ts)/',
      ],
    },
  },
  {
    name: 'pages-stand-apart',
    comment:
      'A page imports what all pages share (web/common), and no other page, so each is as small as it can be.',
    severity: 'error',
    from: { path: '^web/([^/]+)/' },
    to: { path: '^web/[^/]+/', pathNot: ['^web/$1/', '^web/common/'] },
  },
];
