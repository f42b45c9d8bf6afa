// The flows that a strict client completes, each by the name that a test calls it by.
import * as oauth from "oauth4webapi";
import * as client from "openid-client";
import { ask, given } from "./conversation.mjs";
import { api, discover, dpop, privateKey, refusal, request, signIn } from "./party.mjs";

const URN = "urn:ietf:params:oauth";

export async function code() {
  const config = await discover();
  const tokens = await signIn(config, { parameters: { max_age: "600" } });
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  return { claims, userinfo, type: tokens.token_type, api: await api(config, tokens) };
}

export async function denial() {
  return refusal(signIn(await discover(), { decision: "deny" }));
}

export async function pushed() {
  const config = await discover();
  const tokens = await signIn(config, { build: client.buildAuthorizationUrlWithPAR });
  return { claims: tokens.claims(), api: await api(config, tokens) };
}

export async function signedRequest() {
  const config = await discover();
  const key = await privateKey();
  const build = (_, parameters) => client.buildAuthorizationUrlWithJAR(config, parameters, key);
  return { claims: (await signIn(config, { build })).claims() };
}

export async function signedResponse() {
  const config = await discover();
  client.useJwtResponseMode(config);
  return { claims: (await signIn(config)).claims() };
}

export async function formPost() {
  const config = await discover();
  const { checks, parameters } = await request({ response_mode: "form_post" });
  const fields = await ask("post", { url: client.buildAuthorizationUrl(config, parameters).href });
  const posted = new Request(parameters.redirect_uri, { method: "POST", body: new URLSearchParams(fields) });
  return { claims: (await client.authorizationCodeGrant(config, posted, checks)).claims() };
}

export async function refresh() {
  const config = await discover();
  const tokens = await signIn(config);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token);
  return {
    subjects: [tokens.claims().sub, next.claims().sub],
    rotated: next.refresh_token !== tokens.refresh_token,
    api: await api(config, next),
  };
}

// A public client: codes, tokens and refresh tokens are bound to its key.
export async function bound() {
  const config = await discover();
  const DPoP = await dpop(config);
  const tokens = await signIn(config, { build: client.buildAuthorizationUrlWithPAR, options: { DPoP } });
  const called = await api(config, tokens, { DPoP });
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
  const other = { DPoP: await dpop(config) };
  const stolen = await refusal(client.refreshTokenGrant(config, tokens.refresh_token, undefined, other));
  const next = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
  return { type: tokens.token_type, api: called, userinfo, stolen, next: next.token_type };
}

// FAPI 2.0 Security Profile: private_key_jwt, PAR, DPoP under the server's nonces, refresh without rotation.
export async function fapi() {
  const config = await discover();
  const options = { DPoP: await dpop(config) };
  const tokens = await signIn(config, { build: client.buildAuthorizationUrlWithPAR, options });
  const next = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, options);
  return {
    type: tokens.token_type,
    claims: tokens.claims(),
    api: await api(config, next, options),
    kept: next.refresh_token === undefined || next.refresh_token === tokens.refresh_token,
  };
}

// FAPI 2.0 Message Signing: the request is signed and pushed, and the response is signed.
export async function signedMessages() {
  const config = await discover();
  client.useJwtResponseMode(config);
  const options = { DPoP: await dpop(config) };
  const key = await privateKey();
  const build = async (_, parameters) => {
    const signed = await client.buildAuthorizationUrlWithJAR(config, parameters, key);
    return client.buildAuthorizationUrlWithPAR(config, signed.searchParams, options);
  };
  const tokens = await signIn(config, { build, options });
  return { type: tokens.token_type, claims: tokens.claims(), api: await api(config, tokens, options) };
}

export async function device() {
  const config = await discover();
  const shown = await client.initiateDeviceAuthorization(config, { scope: given.scope });
  await ask("device", { url: shown.verification_uri_complete, code: shown.user_code });
  const tokens = await client.pollDeviceAuthorizationGrant(config, shown);
  return { claims: tokens.claims(), api: await api(config, tokens) };
}

// A resource server passes a call on: `token` is what an application sent it.
export async function exchange() {
  const config = await discover();
  const tokens = await client.genericGrantRequest(config, `${URN}:grant-type:token-exchange`, {
    subject_token: given.token,
    subject_token_type: `${URN}:token-type:access_token`,
    resource: `${given.issuer}/api`,
    scope: given.scope,
  });
  return { type: tokens.issued_token_type, scope: tokens.scope, api: await api(config, tokens) };
}

export async function machine() {
  const tokens = await client.clientCredentialsGrant(await discover(), { scope: given.scope });
  return { type: tokens.token_type, scope: tokens.scope };
}

// A client that nobody knows registers itself (RFC 7591), signs somebody in, and ends its registration (RFC 7592).
export async function registration() {
  // Who names no method is registered for client_secret_basic (RFC 7591 section 2); openid-client must be told so.
  const methods = { none: client.None, client_secret_post: client.ClientSecretPost };
  const authentication = (methods[given.client.token_endpoint_auth_method] ?? client.ClientSecretBasic)();
  const config = await client.dynamicClientRegistration(
    new URL(given.issuer), given.client, authentication,
    { initialAccessToken: given.initial_access_token, execute: [client.enableNonRepudiationChecks] },
  );
  const registered = config.clientMetadata();
  const tokens = await signIn(config);
  const headers = { authorization: `Bearer ${registered.registration_access_token}` };
  const shown = await (await fetch(registered.registration_client_uri, { headers })).json();
  const ended = await fetch(registered.registration_client_uri, { method: "DELETE", headers });
  return { claims: tokens.claims(), registered, shown, ended: ended.status };
}

export async function logout() {
  const config = await discover();
  const tokens = await signIn(config);
  const parameters = {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: given.client.post_logout_redirect_uris[0],
    state: client.randomState(),
  };
  const arrived = await ask("leave", { url: client.buildEndSessionUrl(config, parameters).href });
  const afterwards = await refusal(client.refreshTokenGrant(config, tokens.refresh_token));
  const expected = `${parameters.post_logout_redirect_uri}?state=${parameters.state}`;
  return { arrived, expected, afterwards };
}

export async function revocation() {
  const config = await discover();
  const tokens = await signIn(config);
  await client.tokenRevocation(config, tokens.refresh_token, { token_type_hint: "refresh_token" });
  return refusal(client.refreshTokenGrant(config, tokens.refresh_token));
}

// A resource server asks about a token that an application sent it; signed where it registered that (RFC 9701).
export async function introspection() {
  return client.tokenIntrospection(await discover(), given.token);
}

// What the client does wrong is refused in the words of the RFC, and the client understands them.
export async function wrongVerifier() {
  const config = await discover();
  const { checks, parameters } = await request();
  const arrived = new URL(await ask("authorize", { url: client.buildAuthorizationUrl(config, parameters).href }));
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  return refusal(client.authorizationCodeGrant(config, arrived, { ...checks, pkceCodeVerifier }));
}

// Who knows the API's address alone finds its server, and verifies a token by the published keys (RFC 9728, RFC 9068).
export async function resource() {
  const api = new URL("/api", given.issuer);
  const found = await oauth.processResourceDiscoveryResponse(api, await oauth.resourceDiscoveryRequest(api));
  const issuer = new URL(found.authorization_servers[0]);
  const metadata = await oauth.discoveryRequest(issuer, { algorithm: "oauth2" });
  const server = await oauth.processDiscoveryResponse(issuer, metadata);
  const call = new Request(api, { headers: { authorization: `Bearer ${given.token}` } });
  return { found, claims: await oauth.validateJwtAccessToken(server, call, found.resource) };
}

export async function challenge() {
  const config = await discover();
  const nothing = { access_token: "worthless" };
  const bearer = await refusal(api(config, nothing));
  const bound = await refusal(api(config, nothing, { DPoP: await dpop(config) }));
  return { bearer, bound };
}

// What the manual says, as it stands there.
export async function documented() {
  const { signIn } = await import(given.module);
  const { client_id, client_secret, redirect_uris } = given.client;
  return signIn(given.issuer, client_id, client_secret, redirect_uris[0], (url) => ask("authorize", { url }));
}
