"""How an assertion is sent: both parameters, one method, the same client (RFC 7521 section 4.2)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.client_keys import ClientKey
from tests.flows.oauth import JWT_BEARER, RelyingParty, basic, post_form

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 7521 section 4.2")]
CODE = {"grant_type": "authorization_code", "code": "unknown"}
KEY = ClientKey()


@pytest.fixture
def signer(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential client that proves itself with its key."""
    return register(key=KEY)


def answer(form: dict[str, str], header: str = "") -> tuple[int, str]:
    """Return the status and the error of a token request with this form."""
    headers = {"authorization": header} if header else {}
    response = post_form(Client(), "/o/token/", {**CODE, **form}, headers=headers)
    return response.status_code, response.json()["error"]


def test_client_id_may_stand_beside_the_assertion_and_must_be_its_client(signer: RelyingParty) -> None:
    assert answer(signer.assertion() | {"client_id": signer.client_id}) == (400, "invalid_grant")
    assert answer(signer.assertion()) == (400, "invalid_grant")
    assert answer(signer.assertion() | {"client_id": "another"}) == (401, "invalid_client")


@pytest.mark.parametrize("left_out", ["client_assertion", "client_assertion_type"])
def test_half_of_an_assertion_is_refused(signer: RelyingParty, left_out: str) -> None:
    form = {name: value for name, value in signer.assertion().items() if name != left_out}
    assert answer(form | {"client_id": signer.client_id}) == (400, "invalid_request")
    assert answer(form | {left_out: ""}) == (400, "invalid_request")


@pytest.mark.spec("RFC 7521 section 4.2.1")
@pytest.mark.parametrize(
    "kind", ["urn:ietf:params:oauth:client-assertion-type:saml2-bearer", JWT_BEARER.upper(), "jwt", "private_key_jwt"]
)
def test_another_kind_of_assertion_is_invalid_client(signer: RelyingParty, kind: str) -> None:
    assert answer(signer.assertion() | {"client_assertion_type": kind}) == (401, "invalid_client")


def test_an_assertion_beside_a_secret_is_refused(signer: RelyingParty, web: RelyingParty) -> None:
    both = (400, "invalid_request")
    assert answer(signer.assertion() | {"client_id": signer.client_id, "client_secret": "x"}) == both
    assert answer(signer.assertion(), basic(web.client_id, web.secret)) == both
    assert answer(signer.assertion(), basic(signer.client_id, "x")) == both


def test_an_assertion_that_comes_twice_is_refused(signer: RelyingParty) -> None:
    form = {**CODE, **signer.assertion()}
    assertions = [form["client_assertion"], signer.assertion()["client_assertion"]]
    response = post_form(Client(), "/o/token/", form | {"client_assertion": assertions})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_an_assertion_in_the_address_is_refused(signer: RelyingParty) -> None:
    proof = signer.assertion()
    response = post_form(Client(), f"/o/token/?client_assertion={proof['client_assertion']}", {**CODE, **proof})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("kind", ["jwt-bearer", "saml2-bearer"])
def test_an_assertion_is_no_grant(signer: RelyingParty, kind: str) -> None:
    form = signer.assertion() | {"grant_type": f"urn:ietf:params:oauth:grant-type:{kind}", "assertion": "a.b.c"}
    assert answer(form) == (400, "unsupported_grant_type")
