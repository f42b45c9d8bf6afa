"""By what the metadata lists clients prove themselves, and by nothing else (RFC 8414 section 2, RFC 9449)."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.test import Client

from tests.client_keys import MAKERS, ClientKey
from tests.flows.oauth import RelyingParty, post_form
from tests.flows.rfc8414.world import API, Check, World
from tests.proofs import Prover, ProvingClient

FORMS: Final[Mapping[str, tuple[str, dict[str, str]]]] = {
    "token": ("/o/token/", {"grant_type": "refresh_token", "refresh_token": "x"}),
    "revocation": ("/o/revoke_token/", {"token": "x"}),
    "introspection": ("/o/introspect/", {"token": "x"}),
}
METHODS: Final = (
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    "none",
    "tls_client_auth",
    "self_signed_tls_client_auth",
)
PRIVATE_KEY_JWT: Final = "private_key_jwt"


def is_let_in(response: Any) -> bool:
    """Return whether a client got past its authentication."""
    return response.status_code not in (401, 403)


def ask(party: RelyingParty, method: str, endpoint: str) -> Any:
    path, form = FORMS[endpoint]
    if method == "client_secret_post":
        return post_form(Client(), path, {"client_id": party.client_id, "client_secret": party.secret, **form})
    return party.post(Client(), path, **form)


def methods(world: World, *, endpoint: str) -> None:
    def works(method: str) -> bool:
        fields: dict[str, Any] = {"key": ClientKey()} if method == PRIVATE_KEY_JWT else {}
        fields |= {"introspects": API} if endpoint == "introspection" else {}
        party = world.party(public=method == "none", token_endpoint_auth_method=method, **fields)
        return party is not None and is_let_in(ask(party, method, endpoint))

    member = f"{endpoint}_endpoint_auth_methods_supported"
    world.holds(member, set(METHODS) - set(world.document[member]), works)


def algorithms(world: World, *, endpoint: str) -> None:
    def works(algorithm: str) -> bool:
        key = ClientKey(algorithm if algorithm in MAKERS else "ES256")
        party = world.register(key=key, introspects=API)
        path, form = FORMS[endpoint]
        assertion = key.sign(party.claims(), alg=algorithm)
        return is_let_in(post_form(Client(), path, {**party.assertion(), "client_assertion": assertion, **form}))

    member = f"{endpoint}_endpoint_auth_signing_alg_values_supported"
    world.holds(member, ["none", "HS256", "ES384", "RS512"], works)


def proofs(world: World) -> None:
    machine = world.register(authorization_grant_type="client-credentials", redirect_uri="", scopes="reports:read")
    member = "dpop_signing_alg_values_supported"

    def works(algorithm: str) -> bool:
        answer = machine.token(ProvingClient(Prover(ClientKey(algorithm))), grant_type="client_credentials").json()
        return answer.get("token_type") == "DPoP"

    world.holds(member, MAKERS.keys() - set(world.document[member]), works)


CHECKS: Final[Mapping[str, Check]] = {
    **{
        f"{endpoint}_endpoint_auth_{name}_supported": partial(check, endpoint=endpoint)
        for endpoint in FORMS
        for name, check in (("methods", methods), ("signing_alg_values", algorithms))
    },
    "dpop_signing_alg_values_supported": proofs,
}
