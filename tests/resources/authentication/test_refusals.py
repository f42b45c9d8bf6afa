"""What is said of a credential that is no good: the same to every caller; where it failed to whoever explains it."""

from base64 import b64encode
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from accounts.models import User
from accounts.services.guessing import TooManyGuesses
from accounts.tokens import api_key
from oauth_server.vocabulary import CredentialKind, OAuthError, RefusalReason
from resources.authentication import DispatchingAuthentication, csrf
from resources.authentication.basic import Locked
from resources.authentication.header import LONGEST
from resources.denial import Denial, Denied
from resources.steps import Step
from tests.resources.authentication.test_dispatch import FORGED

pytestmark = pytest.mark.django_db
NOT_GOOD = "The credential is malformed, unknown, expired or revoked."
MALFORMED: dict[str, Any] = {"step": Step.RECOGNISED, "reason": "malformed"}
UNKNOWN: dict[str, Any] = {"step": Step.VERIFIED, "reason": "unknown"}
INVALID: dict[str, Any] = {"scheme": "bearer", "error": OAuthError.INVALID_TOKEN}
TWO = Denial(
    400,
    "More than one credential was sent.",
    error=OAuthError.INVALID_REQUEST,
    step=Step.RECOGNISED,
    reason="more than one credential was sent",
)
REFUSALS: dict[str, tuple[dict[str, str], Denial]] = {
    "a scheme that is not taken": (
        {"authorization": "Digest x"},
        Denial(401, NOT_GOOD, step=Step.RECOGNISED, reason="of a scheme that is not taken"),
    ),
    "two in one header": ({"authorization": "Bearer a, Bearer b"}, TWO),
    "two keys": ({"x-api-key": "a,b"}, TWO),
    "a header and a key": ({"authorization": "Bearer a", "x-api-key": "a"}, TWO),
    "a bearer that is no token": ({"authorization": "Bearer a b"}, Denial(401, NOT_GOOD, **INVALID, **MALFORMED)),
    "a bearer that nobody issued": (
        {"authorization": "Bearer nobody-account~read"},
        Denial(401, NOT_GOOD, **INVALID, **UNKNOWN, kind=CredentialKind.OAUTH2),
    ),
    "a bound token that nobody issued": (
        {"authorization": "dpop nobody-account~read"},
        Denial(
            401,
            NOT_GOOD,
            error=OAuthError.INVALID_TOKEN,
            scheme="dpop",
            **UNKNOWN,
            kind=CredentialKind.OAUTH2,
        ),
    ),
    "a JWT that is forged": (
        {"authorization": f"Bearer {FORGED}"},
        Denial(
            401, NOT_GOOD, **INVALID, step=Step.VERIFIED, reason=RefusalReason.BAD_SIGNATURE, kind=CredentialKind.JWT
        ),
    ),
    "a token of no form of ours": ({"authorization": "Token a"}, Denial(401, NOT_GOOD, scheme="token", **MALFORMED)),
    "a token that nobody issued": (
        {"authorization": f"Token {'a' * 40}"},
        Denial(401, NOT_GOOD, scheme="token", **UNKNOWN, kind=CredentialKind.DRF_TOKEN),
    ),
    "a key of no form of ours": ({"x-api-key": "a"}, Denial(401, NOT_GOOD, scheme="", **MALFORMED)),
    "a key too long": ({"x-api-key": "a" * (LONGEST + 1)}, Denial(401, NOT_GOOD, scheme="", **MALFORMED)),
    "a key that nobody issued": (
        {"x-api-key": "generated"},
        Denial(401, NOT_GOOD, scheme="", **UNKNOWN, kind=CredentialKind.API_KEY),
    ),
    "name and password that are none": (
        {"authorization": "Basic YQ=="},
        Denial(401, NOT_GOOD, scheme="basic", **MALFORMED, kind=CredentialKind.BASIC),
    ),
    "name and password among other letters": (
        {"authorization": "Basic YT~pi"},
        Denial(401, NOT_GOOD, scheme="basic", **MALFORMED, kind=CredentialKind.BASIC),
    ),
    "a scheme alone": ({"authorization": "Basic"}, Denial(401, NOT_GOOD, scheme="basic", **MALFORMED)),
}


def authenticate(method: str = "GET", **headers: str) -> Any:
    request = RequestFactory().generic(method, "/", headers=headers)
    request.session = SessionBase()
    return DispatchingAuthentication().authenticate(Request(request))


@pytest.fixture(autouse=True)
def with_basic(alone: None, settings: Any) -> None:
    """Every credential is on, and the second verifier of the tests is there."""
    settings.BASIC_AUTHENTICATION = True


@pytest.mark.parametrize("sent", REFUSALS)
def test_a_credential_that_is_no_good_is_refused_in_these_words(sent: str) -> None:
    headers, denial = REFUSALS[sent]
    headers = {name: api_key.generate() if value == "generated" else value for name, value in headers.items()}
    with pytest.raises(Denied) as refused:
        authenticate(**headers)
    assert refused.value.denial == denial


def test_spent_guesses_say_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def spent(*_: Any) -> None:
        raise TooManyGuesses(7)

    monkeypatch.setattr("resources.authentication.basic.verify", spent)
    with pytest.raises(Locked) as refused:
        authenticate(authorization=f"Basic {b64encode(b'a:b').decode()}")
    assert refused.value.wait == 7
    assert refused.value.denial == Denial(
        429,
        "Too many wrong passwords; wait.",
        step=Step.VERIFIED,
        reason="too_many_guesses",
        kind=CredentialKind.BASIC,
    )


@pytest.mark.parametrize(
    ("headers", "reason"),
    [({}, "CSRF cookie not set"), ({"origin": "https://evil.example"}, "Origin checking failed")],
)
def test_a_write_without_the_csrf_token_is_told_so_and_the_reason_holds_nothing_of_the_callers(
    headers: dict[str, str], reason: str
) -> None:
    request: HttpRequest = RequestFactory(enforce_csrf_checks=True).post("/", headers=headers)
    with pytest.raises(Denied) as refused:
        csrf.enforce(request, CredentialKind.SESSION)
    detail = "The CSRF token is missing or incorrect."
    assert refused.value.denial == Denial(403, detail, step=Step.CSRF, reason=reason, kind=CredentialKind.SESSION)


def test_a_write_by_basic_without_the_csrf_token_is_refused_as_such(alice: User) -> None:
    with pytest.raises(Denied) as refused:
        authenticate("POST", authorization=f"Basic {b64encode(b'alice:a password of hers').decode()}")
    assert (refused.value.denial.step, refused.value.denial.kind) == (Step.CSRF, CredentialKind.BASIC)


def test_a_length_that_is_no_number_is_named() -> None:
    request = RequestFactory().post("/", CONTENT_LENGTH="abc")
    with pytest.raises(ParseError) as refused:
        DispatchingAuthentication().authenticate(Request(request))
    assert str(refused.value.detail) == "The Content-Length is not a number."
