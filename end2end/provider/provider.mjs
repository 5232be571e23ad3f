// A real OpenID provider for tests: https://github.com/panva/node-oidc-provider with a page of our own to sign in on.
//
//   PORTAL=http://127.0.0.1:3000 node provider.mjs
//
// It listens on a free port of this machine and writes one line of JSON when it is ready: {"issuer":"http://127.0.0.1:…"}.
// Everybody may sign in, with any name: `kim` is kim@example.net. Whoever ends what writes to it ends it.
//
//   ALG       how ID tokens are signed: RS256 (the default), PS256, ES256, EdDSA
//   CALLBACK  where it delivers logout tokens, where that is not PORTAL
//   LISTEN    a port, instead of a free one
//
// Besides the protocol: POST /test/rotate gives it a new key.

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const portal = process.env.PORTAL ?? 'http://127.0.0.1:3000';
const callback = process.env.CALLBACK ?? portal;
const slug = process.env.SLUG ?? 'kommun';
const alg = process.env.ALG ?? 'RS256';

const kinds = { RS256: ['rsa', { modulusLength: 2048 }], PS256: ['rsa', { modulusLength: 2048 }], ES256: ['ec', { namedCurve: 'P-256' }], EdDSA: ['ed25519', {}] };
let count = 0;

function newKey() {
  const [kind, options] = kinds[alg];
  count += 1;
  return { ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: `key-${count}` };
}

/** What it knows of people. The name decides: `…-silent` has no e-mail address that is known to be theirs. */
function person(id) {
  return {
    accountId: id,
    claims: () => ({
      sub: id,
      name: id.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join(' '),
      email: `${id}@example.net`,
      email_verified: !id.endsWith('-silent'),
      groups: id.startsWith('agent') ? ['desk'] : [],
    }),
  };
}

function configuration(key) {
  return {
    clients: [
      {
        client_id: 'fyr',
        client_secret: 'a secret of ours',
        redirect_uris: [`${portal}/auth/callback/${slug}`],
        post_logout_redirect_uris: [`${portal}/`],
        backchannel_logout_uri: `${callback}/auth/backchannel/${slug}`,
        backchannel_logout_session_required: true,
        id_token_signed_response_alg: alg,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['only for tests'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    acrValues: ['loa2', 'loa3'],
    pkce: { required: () => true },
    findAccount: (_, id) => person(id),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = page('Sign out', `${form}<button form="op.logoutForm" type="submit" name="logout" value="yes">Yes, sign me out</button>`);
        },
      },
    },
    // the portal under test is on this machine, where it would not ask otherwise
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    // nobody is asked what the portal may know: it is the organisation's own
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const known = session.grantIdFor(client.clientId);
      const grant = (known && (await provider.Grant.find(known))) || new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.body = page('That did not work', `<p>${escaped(`${out.error}: ${out.error_description}`)}</p>`);
    },
  };
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const page = (title, body) => `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`;

const server = createServer();
server.listen(Number(process.env.LISTEN ?? 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let provider = started(issuer);

  server.on('request', async (request, response) => {
    try {
      const { pathname } = new URL(request.url, issuer);
      if (pathname === '/favicon.ico') {
        response.writeHead(204).end();
      } else if (pathname === '/test/rotate') {
        provider = started(issuer);
        response.end();
      } else if (pathname.startsWith('/interaction/')) {
        await interaction(provider, request, response);
      } else {
        provider.callback()(request, response);
      }
    } catch (error) {
      response.statusCode = 500;
      response.end(`${error}`);
    }
  });
  console.log(JSON.stringify({ issuer }));
});

function started(issuer) {
  return new Provider(issuer, configuration(newKey()));
}

/** The one page it has: who are you? And a button for those who change their mind. */
async function interaction(provider, request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      page(
        'Who are you?',
        `<p>${escaped(prompt.name)} ${escaped(params.ui_locales ?? '')} ${escaped(params.acr_values ?? '')}</p>
        <form method="post"><label>Name <input name="login" autocomplete="off"></label>
        <button name="do" value="in">Sign in</button> <button name="do" value="stop">Stop</button></form>`,
      ),
    );
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const wanted = params.acr_values?.split(' ')[0];
  const result =
    form.get('do') === 'stop'
      ? { error: 'access_denied', error_description: 'the person stopped' }
      : { login: { accountId: form.get('login'), acr: form.get('login').endsWith('-weak') ? undefined : wanted } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

// whoever reads may stop reading after the first line
process.stdout.on('error', () => {});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
