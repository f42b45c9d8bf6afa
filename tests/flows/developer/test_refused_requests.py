"""Why a request of an application was refused, told to its developer: so often and no more."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEvent
from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty, basic, post_form

Read = Callable[..., str]


@pytest.fixture
def party(owned: Callable[..., RelyingParty]) -> RelyingParty:
    """An application of alice's."""
    return owned()


def problems(party: RelyingParty) -> str:
    return f"/developer/{party.client_id}/activity/?kind=problems"


def ask(party: RelyingParty, path: str = "/o/token/", **form: str) -> str:
    answer = post_form(Client(), path, form, headers={"authorization": basic(party.client_id, party.secret)})
    return str(answer.json()["error"])


@pytest.mark.parametrize(
    ("form", "error", "words"),
    [
        ({"grant_type": "authorization_code", "code": "none"}, "invalid_grant", "a token request was refused"),
        ({"grant_type": "refresh_token", "refresh_token": "none"}, "invalid_grant", "The refresh token is not known"),
        ({"grant_type": "client_credentials"}, "unauthorized_client", "not registered for this"),
        ({"grant_type": "password"}, "unsupported_grant_type", "This grant_type is not offered."),
    ],
    ids=["code", "refresh token", "another grant", "unknown grant"],
)
def test_a_refused_token_request_is_told(
    party: RelyingParty, page_of: Read, form: dict[str, str], error: str, words: str
) -> None:
    assert ask(party, **form) == error
    page = page_of(problems(party))
    assert f"{error}: a token request was refused." in page
    assert words in page


def test_a_refused_pushed_request_is_told(party: RelyingParty, page_of: Read) -> None:
    assert ask(party, "/o/par/", response_type="token") == "unsupported_response_type"
    assert "unsupported_response_type: a pushed request was refused." in page_of(problems(party))


def test_a_redirect_uri_that_is_not_registered_is_told(party: RelyingParty, page_of: Read) -> None:
    query = {"client_id": party.client_id, "response_type": "code", "redirect_uri": "https://elsewhere.example/"}
    assert Client().get("/o/authorize/", query).status_code == 400
    page = page_of(problems(party))
    assert "invalid_request: an authorization request was refused." in page
    assert "elsewhere" not in page


def test_what_strangers_write_is_bounded(party: RelyingParty, page_of: Read) -> None:
    query = {"client_id": party.client_id, "response_type": "code", "redirect_uri": "https://elsewhere.example/"}
    for _ in range(15):
        Client().get("/o/authorize/", query)
        ask(party, grant_type="password")
    page = page_of(problems(party))
    assert page.count("an authorization request was refused") == 10
    assert page.count("a token request was refused") == 10, "one endpoint does not use up another's"


def test_who_is_no_client_writes_nothing(db: None) -> None:
    for name in ("none", "a" * 300, "with\x00nul", ""):
        Client().get("/o/authorize/", {"client_id": name, "response_type": "code"})
    assert not AuditEvent.objects.filter(event="request_refused").exists()


def test_the_answers_of_a_person_and_of_patience_are_no_problems(owned: Callable[..., RelyingParty]) -> None:
    television = owned(
        public=True,
        name="Television",
        authorization_grant_type=Application.GRANT_DEVICE_CODE,
        redirect_uri="",
        scopes="openid",
    )
    begun = post_form(
        Client(), "/o/device-authorization/", {"client_id": television.client_id, "scope": "openid"}
    ).json()
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": begun["device_code"],
        "client_id": television.client_id,
    }
    for _ in range(2):
        assert post_form(Client(), "/o/token/", form).status_code == 400
    assert not AuditEvent.objects.filter(event="request_refused").exists()
