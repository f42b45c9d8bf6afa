// A public client in the browser: code with PKCE, tokens in memory, the API by CORS (RFC 9700 section 2.1.1).
import { tell } from './steps.js';

const PENDING = 'single-page-pending';
const place = document.getElementById('page');
const { issuer, clientId, resource, scope } = place.dataset;
const redirectUri = `${location.origin}/single-page`;
const ENDPOINTS = ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'];
let tokens = null;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const digest = async (text) => base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** Send a request and tell it; `wanted` names the members of the answer that the page shows, null for all. */
const send = async (title, says, section, url, { wanted, form, headers = {} } = {}) => {
  const answer = await fetch(url, { method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form), headers });
  const content = await answer.json();
  const sent = { start: `${form ? 'POST' : 'GET'} ${url}`, members: { Origin: location.origin, ...headers, ...form } };
  const received = { start: `${answer.status} ${answer.statusText}`.trim() };
  if (wanted === undefined || !answer.ok) received.text = JSON.stringify(content, null, 2);
  else received.members = Object.fromEntries((wanted ?? Object.keys(content)).map((name) => [name, content[name]]));
  if (wanted && answer.ok) received.more = Object.keys(content).length - wanted.length;
  tell({ title, who: 'Browser to server', says, section, sent, received, good: answer.ok });
  if (!answer.ok) throw new Error(content.error_description ?? content.detail ?? content.error);
  return content;
};

const discover = () =>
  send('Discovery', 'From the issuer’s address alone the page learns every other one; any origin may read it.',
    'OpenID Connect Discovery section 4', `${issuer}/.well-known/openid-configuration`, { wanted: ENDPOINTS });

const signIn = async () => {
  const metadata = await discover();
  if (metadata.issuer !== issuer) throw new Error('The metadata names another issuer.');
  const pending = { state: random(), nonce: random(), verifier: random() };
  const asked = {
    response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, resource,
    state: pending.state, nonce: pending.nonce,
    code_challenge: await digest(pending.verifier), code_challenge_method: 'S256',
  };
  const says = 'The page leaves. Only what the answer is held to waits for it, in this tab: there are no tokens yet.';
  const sent = { start: `GET ${metadata.authorization_endpoint}`, members: asked };
  pending.told = tell({ title: 'Authorization request', who: 'Browser to server', says, section: 'RFC 6749 section 4.1.1', sent });
  pending.token = metadata.token_endpoint;
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  location.assign(`${metadata.authorization_endpoint}?${new URLSearchParams(asked)}`);
};

const arrive = async (answer) => {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, '', location.pathname);
  if (pending === null || answer.get('state') !== pending.state) throw new Error('This answer belongs to no request of this tab.');
  pending.told.forEach(tell);
  const sent = { start: `GET ${redirectUri}`, members: Object.fromEntries(answer) };
  const says = 'The person decided. The browser brings a code, which is taken out of the address at once.';
  tell({ title: 'Authorization response', who: 'Browser to application', says, section: 'RFC 6749 section 4.1.2', sent, good: !answer.has('error') });
  if (answer.get('iss') !== issuer) throw new Error('This answer came from another server.');
  if (answer.has('error')) throw new Error(answer.get('error') === 'access_denied' ? 'You did not allow it, so this page was given nothing.' : answer.get('error'));
  const form = { grant_type: 'authorization_code', client_id: clientId, code: answer.get('code'), redirect_uri: redirectUri, code_verifier: pending.verifier };
  tokens = await send('Token request', 'The code, with the value behind the challenge, becomes tokens. No secret, no cookie.',
    'RFC 6749 section 4.1.3', pending.token, { form, wanted: null });
  tokens.endpoint = pending.token;
  const person = await call('/api/whoami/');
  finish(`Signed in as ${person.username}. Reload the page, and the tokens are gone.`);
};

const call = (path) =>
  send('Call of the API', 'Another origin: the browser asks first whether this page may (CORS), then sends the token.',
    'RFC 6750 section 2.1', `${issuer}${path}`, { headers: { Authorization: `Bearer ${tokens.access_token}` } });

const refresh = async () => {
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: tokens.refresh_token };
  tokens = { ...tokens, ...(await send('Token request: refresh', 'The refresh token is spent, and another comes: a stolen one shows itself.',
    'RFC 9700 section 4.14.2', tokens.endpoint, { form, wanted: null })) };
};

const say = (id, text) => Object.assign(document.getElementById(id), { textContent: text, hidden: !text });

const attempt = (action) => async () => {
  say('problem', '');
  try { await action(); } catch (error) { say('problem', error.message); }
};

const button = (label, action, quiet = false) => {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label, className: quiet ? 'quiet' : '' });
  made.addEventListener('click', attempt(action));
  return made;
};

const finish = (text) => {
  say('outcome', text);
  document.getElementById('actions').replaceChildren(
    button('Read my to-dos', () => call('/api/v1/todo/')), button('Refresh the tokens', refresh, true), button('Sign in again', signIn, true));
};

document.getElementById('actions').append(button('Sign in', signIn));
const answer = new URLSearchParams(location.search);
if (answer.has('state')) await attempt(() => arrive(answer))();
