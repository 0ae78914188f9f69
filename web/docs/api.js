// Shows the API's document. Requests that a reader tries go to the server that serves this page.

/** Leaves out the signatures of partners. The page cannot sign a request, but its dialog would ask for a signature. */
const withoutSignatures = (document) => {
  const { signature: _signature, ...securitySchemes } = document.components.securitySchemes;
  const paths = structuredClone(document.paths);
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    operation.security = operation.security?.filter((scheme) => !('signature' in scheme));
  }
  return { ...document, paths, components: { ...document.components, securitySchemes } };
};

/** Finds operations by their name, path, method and summary. Swagger UI itself only finds tags. */
const operationsWith = (tags, phrase) => {
  const words = phrase.toLowerCase().split(/\s+/);
  const textOf = (tag, one) =>
    [
      tag,
      one.get('method'),
      one.get('path'),
      ...['operationId', 'summary'].map((name) => one.getIn(['operation', name])),
    ]
      .join(' ')
      .toLowerCase();
  return tags
    .map((group, tag) =>
      group.update('operations', (all) =>
        all.filter((one) => words.every((word) => textOf(tag, one).includes(word))),
      ),
    )
    .filter((group) => group.get('operations').size > 0);
};

/** The name under which a tab keeps the token that its reader has pasted, so that a reload does not lose it. */
const TOKEN = 'orderly-docs-token';

/** Keeps the token until the tab is closed, or the reader logs out. */
const tokenOfTab = {
  authorize: (authorize) => (given) => {
    if (given.token !== undefined) sessionStorage.setItem(TOKEN, given.token.value);
    return authorize(given);
  },
  logout: (logout) => (names) => {
    sessionStorage.removeItem(TOKEN);
    return logout(names);
  },
};

const ui = window.SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#api',
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Swagger UI would keep tokens in `localStorage`, where they outlive the tab. `tokenOfTab` keeps them in the tab
  // only.
  persistAuthorization: false,
  onComplete: () => {
    const token = sessionStorage.getItem(TOKEN);
    if (token !== null) ui.preauthorizeApiKey('token', token);
  },
  validatorUrl: null,
  plugins: [
    {
      fn: { opsFilter: operationsWith },
      statePlugins: {
        auth: { wrapActions: tokenOfTab },
        spec: {
          wrapActions: {
            updateJsonSpec: (update) => (document) => update(withoutSignatures(document)),
          },
        },
      },
    },
  ],
});

// Swagger UI would open links in a new tab, which has no token. So for a link to an operation, such as
// `#/inventory/putProduct`, this listener opens the operation in the same tab.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.info a[href^="#/"]');
  if (!link) return;
  event.preventDefault();
  const [tag, name] = link.hash.slice(2).split('/');
  const { layoutActions, layoutSelectors } = ui.getSystem();
  layoutActions.updateFilter(true);
  // Each call of `show` also changes the address of the page. The last call is for the operation.
  const group = ['operations-tag', tag];
  if (!layoutSelectors.isShown(group, true)) layoutActions.show(group, true);
  layoutActions.show(['operations', tag, name], true);
  requestAnimationFrame(() => document.getElementById(`operations-${tag}-${name}`)?.scrollIntoView());
});
