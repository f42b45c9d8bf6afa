// A public client without a server of its own: code and PKCE by redirect, everything else by fetch across origins.
import * as oauth from "/oauth4webapi.mjs";
import { keyPair } from "/keys.mjs";

const { issuer, client_id, scope, dpop } = await (await fetch("/configuration.json")).json();
const redirectUri = `${location.origin}/`;
const client = { client_id };
const server = await oauth.processDiscoveryResponse(
  new URL(issuer), await oauth.discoveryRequest(new URL(issuer)),
);
const DPoP = dpop ? oauth.DPoP(client, await keyPair()) : undefined;
let tokens;

function tell(words) {
  document.querySelector("#steps").append(Object.assign(document.createElement("li"), { textContent: words }));
}

async function call(method, path, body) {
  const headers = new Headers(body ? { "content-type": "application/json" } : {});
  return oauth.protectedResourceRequest(
    tokens.access_token, method, new URL(path, issuer), headers, body && JSON.stringify(body), { DPoP },
  );
}

async function arrive() {
  const { state, nonce, verifier } = JSON.parse(sessionStorage.getItem("request"));
  sessionStorage.removeItem("request");
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
  history.replaceState(null, "", "/");
  const answer = await oauth.authorizationCodeGrantRequest(
    server, client, oauth.None(), parameters, redirectUri, verifier, { DPoP },
  );
  const checks = { expectedNonce: nonce, requireIdToken: true };
  tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, checks);
  await oauth.validateApplicationLevelSignature(server, answer);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const claims = await oauth.userInfoRequest(server, client, tokens.access_token, { DPoP });
  const person = await oauth.processUserInfoResponse(server, client, sub, claims);
  document.querySelector("#who").value = person.preferred_username;
  tell(`signed in: ${tokens.token_type}`);
}

const doings = {
  async signIn() {
    const verifier = oauth.generateRandomCodeVerifier();
    const request = { state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), verifier };
    sessionStorage.setItem("request", JSON.stringify(request));
    const url = new URL(server.authorization_endpoint);
    url.search = new URLSearchParams({
      client_id, scope, response_type: "code", redirect_uri: redirectUri, state: request.state, nonce: request.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
      ...(DPoP ? { dpop_jkt: await DPoP.calculateThumbprint() } : {}),
    });
    location.assign(url);
  },
  async add() {
    const answer = await call("POST", "/api/v1/todo/", { title: "Water the plants" });
    tell(`added: ${answer.status}`);
  },
  async read() {
    const { results } = await (await call("GET", "/api/v1/todo/")).json();
    tell(`read: ${results.map((todo) => todo.title).join(", ")}`);
  },
  async overreach() {
    await call("GET", "/api/whoami/");
  },
  async unprove() {
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const answer = await fetch(new URL("/api/v1/todo/", issuer), { headers });
    tell(`alone: ${answer.status} ${answer.headers.get("www-authenticate") ?? "no challenge"}`);
  },
  async refresh() {
    const { access_token, refresh_token, id_token } = tokens;
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh_token, { DPoP });
    tokens = { id_token, ...(await oauth.processRefreshTokenResponse(server, client, answer)) };
    tell(`refreshed: ${access_token !== tokens.access_token && refresh_token !== tokens.refresh_token}`);
  },
  async signOut() {
    const url = new URL(server.end_session_endpoint);
    url.search = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: redirectUri });
    location.assign(url);
  },
};

async function attempt(doing) {
  try {
    await doing();
  } catch (error) {
    const [challenge] = error instanceof oauth.WWWAuthenticateChallengeError ? error.cause : [];
    tell(challenge ? `refused: ${error.status} ${challenge.scheme} ${JSON.stringify(challenge.parameters)}` : `${error}`);
  }
}

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => attempt(doings[button.name]));
}
if (new URLSearchParams(location.search).has("state")) await attempt(arrive);
tell("ready");
