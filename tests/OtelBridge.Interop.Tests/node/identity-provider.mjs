// A provider of OpenID Connect: node-oidc-provider, which is certified, with its own pages for signing in.
// Prints {"issuer":"…"}; ends when its input ends. POST /people takes the claims of somebody, as JSON with their "sub", who signs in by that and any password.
console.info = console.error; // its hints for developers; the lines of the output are for the test
console.warn = console.error;
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { print } from './messages.mjs';

const { Provider } = await import('oidc-provider');
const people = new Map();
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://localhost:${server.address().port}`;
const scope = 'openid profile email groups';

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'otelbridge',
    client_secret: 'the secret of otelbridge at the provider',
    redirect_uris: ['https://127.0.0.1/sign-in/sso/back'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
  scopes: scope.split(' '),
  pkce: { required: () => true },
  findAccount: (_, id) => people.has(id) && { accountId: id, claims: () => people.get(id) },
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(scope);
    await grant.save();
    return grant;
  },
});
// The servers of tests have whatever port was free.
provider.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/127\.0\.0\.1:\d+(\/otel)?\/sign-in\/sso\/back$/.test(uri);
const answer = provider.callback();
server.on('request', async (request, response) => {
  if (request.method === 'POST' && request.url === '/people') {
    const person = JSON.parse(await text(request));
    people.set(person.sub, person);
    response.end();
  } else {
    answer(request, response);
  }
});
print({ issuer });
process.stdin.on('end', () => process.exit(0)).resume();
