"""A client under the FAPI 2.0 profiles: pushes, signs where it is to, and proves possession at every endpoint."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.vocabulary import ClientPreset, ResponseMode, Scope
from tests.client_keys import ClientKey
from tests.flows.answers import opened_jwt
from tests.flows.oauth import CALLBACK, RelyingParty, allow, post_form
from tests.flows.rfc9101.signing import SigningParty
from tests.proofs import Prover, ProvingClient

SCOPES = (Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.OFFLINE_ACCESS, Scope.ACCOUNT_READ)


@dataclass
class Bank:
    """A client of the preset. `signed`: its requests are signed; `jarm`: it asks for signed responses."""

    party: RelyingParty
    signed: bool = False
    jarm: bool = False
    http: ProvingClient = field(default_factory=lambda: ProvingClient(Prover()))

    @property
    def prover(self) -> Prover:
        """What its proofs are made with."""
        return self.http.prover

    @property
    def signing(self) -> SigningParty:
        """The same client, as one that makes request objects."""
        assert self.party.key is not None
        return SigningParty(self.party, self.party.key)

    def form(self, **changes: Any) -> dict[str, Any]:
        """Return what it pushes; None takes a parameter out."""
        asked = {"response_mode": str(ResponseMode.JWT), **changes} if self.jarm else changes
        return self.signing.query(**asked) if self.signed else self.party.request(**asked)

    def post(self, path: str, *, proving: Callable[[], Mapping[str, str]] | None = None, **form: Any) -> Any:
        """Post a form with assertion and proof, once more with new ones where the server asks for its nonce.

        `proving` makes what the client proves itself with, by default a good assertion.
        """
        sent = {name: value for name, value in form.items() if value is not None}
        for _ in range(2):
            response = post_form(self.http, path, {**sent, **(proving or self.party.assertion)()})
            if response.status_code != 400 or response.json()["error"] != "use_dpop_nonce":
                break
        return response

    def push(self, **changes: Any) -> Any:
        """Push a request."""
        return self.post("/o/par/", **self.form(**changes))

    def address(self, **changes: Any) -> str:
        """Push a good request; return where the browser is sent to."""
        response = self.push(**changes)
        assert response.status_code == 201, response.content
        return self.party.address_of(response.json()["request_uri"])

    def answer(self, user_agent: Client, address: str | None = None, **options: Any) -> dict[str, Any]:
        """Follow an address (by default that of a new request) through consent; return what the client is told."""
        told = allow(user_agent, user_agent.get(self.address() if address is None else address), **options)
        return self.told(told)

    def told(self, parameters: dict[str, str]) -> dict[str, Any]:
        """Return what an answer says, out of its signed response where there is one."""
        return opened_jwt(parameters["response"])[1] if self.jarm else dict(parameters)

    def exchange(self, code: str, **changes: Any) -> Any:
        """Present a code, with the verifier and the address of the request."""
        return self.post("/o/token/", **self.for_code(code, **changes))

    def for_code(self, code: str, **changes: Any) -> dict[str, Any]:
        """Return the form that presents a code; None takes a parameter out."""
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.party.redirect_uri,
            "code_verifier": self.party.verifier,
            **changes,
        }

    def tokens(self, user_agent: Client, **changes: Any) -> dict[str, Any]:
        """Run the whole flow; return the token endpoint's answer."""
        response = self.exchange(self.answer(user_agent, self.address(**changes))["code"])
        assert response.status_code == 200, response.content
        return dict(response.json())

    def get(self, path: str, token: str, **changes: Any) -> Any:
        """Ask a resource with a bound token; `changes` are those of the proof."""
        return Client().get(path, headers=self.prover.presenting(token, "GET", path, **changes))


def bank(*, key: ClientKey | None = None, signed: bool = False, jarm: bool = False, **metadata: Any) -> Bank:
    """Register a client of the FAPI preset, as an administrator does."""
    key = key or ClientKey()
    columns = {
        "jwks": key.jwks,
        "require_signed_request_object": signed,
        "authorization_signed_response_alg": key.algorithm if jarm else "",
        **metadata,
    }
    registration = Registration(
        "A bank", preset=ClientPreset.FAPI, redirect_uris=(CALLBACK,), scopes=SCOPES, metadata=columns
    )
    application, _ = register_client(registration)
    return Bank(RelyingParty(application, "", key=key), signed=signed, jarm=jarm)
