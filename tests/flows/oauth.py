"""A small relying party over Django's test client: builds requests, follows the pages, reads the answers."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client

from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey

CALLBACK = "https://app.example.org/callback"
ISSUER = "http://localhost:8000"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class RelyingParty:
    """A registered client, and what it knows: its secret or its key, and the verifier of each request."""

    application: Application
    secret: str
    redirect_uri: str = CALLBACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    key: ClientKey | None = None

    @property
    def client_id(self) -> str:
        """Its identifier."""
        return str(self.application.client_id)

    def request(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of a good authorization request; None takes one out."""
        parameters: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid account:read",
            "state": "a state",
            "nonce": "a nonce",
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in parameters.items() if value is not None}

    def exchange(self, user_agent: Client, code: str, **changes: str | None) -> Any:
        """Present a code at the token endpoint."""
        parameters: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **changes,
        }
        return self.token(user_agent, **parameters)

    def refresh(self, user_agent: Client, refresh_token: str, **changes: str | None) -> Any:
        """Present a refresh token."""
        return self.token(user_agent, grant_type="refresh_token", refresh_token=refresh_token, **changes)

    def token(self, user_agent: Client, **parameters: str | None) -> Any:
        """Post to the token endpoint, authenticated as registered."""
        return self.post(user_agent, "/o/token/", **parameters)

    def post(self, user_agent: Client, path: str, **parameters: str | None) -> Any:
        """Post a form to an endpoint, authenticated as registered."""
        form = {name: value for name, value in parameters.items() if value is not None}
        if self.key:
            return post_form(user_agent, path, {**self.assertion(), **form})
        if self.secret:
            return post_form(user_agent, path, form, headers={"authorization": basic(self.client_id, self.secret)})
        return post_form(user_agent, path, {"client_id": self.client_id, **form})

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a good assertion; None takes one out."""
        now = int(time.time())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": ISSUER,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(16),
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def assertion(self, **changes: Any) -> dict[str, str]:
        """Return the parameters of private_key_jwt, signed with the client's key (RFC 7523 section 2.2)."""
        assert self.key is not None
        return {"client_assertion_type": JWT_BEARER, "client_assertion": self.key.sign(self.claims(**changes))}

    def push(self, user_agent: Client, **changes: str | None) -> Any:
        """Post an authorization request to the endpoint for that (RFC 9126), authenticated as registered."""
        return self.post(user_agent, "/o/par/", **self.request(**changes))

    def pushed(self, user_agent: Client, **changes: str | None) -> str:
        """Push a good authorization request; return the address that a browser is sent to with it."""
        response = self.push(user_agent, **changes)
        assert response.status_code == 201, response.content
        return self.address_of(response.json()["request_uri"])

    def address_of(self, request_uri: str) -> str:
        """Return the address that a browser is sent to with a request by reference."""
        return f"/o/authorize/?{urlencode({'client_id': self.client_id, 'request_uri': request_uri})}"

    def tokens(self, user_agent: Client, **changes: str | None) -> dict[str, Any]:
        """Run the whole flow in a signed-in browser; return the token endpoint's answer."""
        answer = allow(user_agent, user_agent.get("/o/authorize/", self.request(**changes)))
        response = self.exchange(user_agent, answer["code"])
        assert response.status_code == 200, response.content
        return dict(response.json())


def post_form(user_agent: Client, path: str, form: Mapping[str, Any], **extra: Any) -> Any:
    """Post as application/x-www-form-urlencoded, which the test client does not by itself."""
    return user_agent.post(path, urlencode(form, doseq=True), content_type="application/x-www-form-urlencoded", **extra)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic(client_id: str, secret: str) -> str:
    """Return the Authorization header of client_secret_basic (RFC 6749 section 2.3.1)."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def allow(
    user_agent: Client, response: Any, *, scopes: list[str] | None = None, decision: str = "allow"
) -> dict[str, str]:
    """Follow from the authorization endpoint through the consent page to the client; return what it is told.

    `scopes`: what stays ticked of the optional ones; None leaves all ticked.
    """
    return answer_of(decided(user_agent, response, scopes=scopes, decision=decision))


def decided(user_agent: Client, response: Any, *, scopes: list[str] | None = None, decision: str = "allow") -> Any:
    """Follow as `allow` does; return the response that leads to the client, whichever way it does."""
    while response.status_code in (302, 303) and response["Location"].startswith("/"):
        location = response["Location"]
        if location.startswith("/consent/"):
            request_uri = parse_qs(urlsplit(location).query)["request_uri"][0]
            page = user_agent.get(location)
            assert page.status_code == 200, page.content
            ticked = [scope["name"] for scope in page.context["scopes"]] if scopes is None else scopes
            form: Mapping[str, Any] = {"request_uri": request_uri, "scope": ticked, "decision": decision}
            response = user_agent.post("/consent/", form)
        else:
            assert location.startswith("/o/authorize/"), location
            response = user_agent.get(location)
    return response


def answer_of(response: Any) -> dict[str, str]:
    """Return the parameters of a redirect to the client."""
    assert response.status_code == 302, (response.status_code, response.content)
    query = parse_qs(urlsplit(response["Location"]).query, keep_blank_values=True)
    assert all(len(values) == 1 for values in query.values())
    return {name: values[0] for name, values in query.items()}


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a JWT without verifying it."""
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
