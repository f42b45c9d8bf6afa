// A relying party made with openid-client: found by discovery, over https as in production, nothing of it relaxed.
import * as client from "openid-client";
import { ask, given } from "./conversation.mjs";

const ALGORITHM = { ES256: { name: "ECDSA", namedCurve: "P-256" }, PS256: { name: "RSA-PSS", hash: "SHA-256" } };

// The client's private key as openid-client takes it.
export async function privateKey() {
  const { alg, kid } = given.client.jwk;
  const jwk = { ...given.client.jwk, key_ops: ["sign"], use: undefined };
  return { key: await crypto.subtle.importKey("jwk", jwk, ALGORITHM[alg], false, ["sign"]), kid };
}

async function authentication() {
  if (given.client.jwk) return client.PrivateKeyJwt(await privateKey());
  return given.client.client_secret ? client.ClientSecretBasic(given.client.client_secret) : client.None();
}

// Read the metadata, and verify the signature of whatever the server signs.
export async function discover(metadata = {}) {
  const { client_id, metadata: registered } = given.client;
  const config = await client.discovery(
    new URL(given.issuer), client_id, { ...registered, ...metadata }, await authentication(),
    { execute: [client.enableNonRepudiationChecks] },
  );
  return config;
}

export async function dpop(config) {
  return client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256"));
}

// An authorization request on its way: its parameters, and what its answer is held to.
export async function request(parameters = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  return {
    checks,
    parameters: {
      redirect_uri: given.client.redirect_uris[0],
      scope: given.scope,
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      ...parameters,
    },
  };
}

// Run the whole flow; `build` makes the address that the browser is sent to.
export async function signIn(config, { build = client.buildAuthorizationUrl, parameters, options, decision } = {}) {
  const { checks, parameters: sent } = await request(parameters);
  const url = await build(config, sent, options);
  const arrived = new URL(await ask("authorize", { url: url.href, decision }));
  return client.authorizationCodeGrant(config, arrived, checks, undefined, options);
}

// Call the guarded API.
export async function api(config, tokens, options) {
  const url = new URL("/api/whoami/", given.issuer);
  const answer = await client.fetchProtectedResource(config, tokens.access_token, url, "GET", null, undefined, options);
  return { status: answer.status, ...(await answer.json()) };
}

// Return what a refusal said, in a body or in challenges; it is a fault that there was none.
export async function refusal(attempt) {
  try {
    await attempt;
  } catch (error) {
    if (Array.isArray(error.cause)) return { challenges: error.cause, status: error.status };
    if (error.error) return { error: error.error, status: error.status ?? null };
    throw error;
  }
  throw new Error("It was not refused.");
}
