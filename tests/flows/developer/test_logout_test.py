"""The test of a back-channel logout: a real token of nobody, to the registered address, within limits."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent
from oauth_server.protocol.fetching import FetchRefused
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import logout_delivery
from tests.flows.oauth import ISSUER, RelyingParty, claims_of

HEARS = "https://app.example.org/logout"


class Receiver:
    """Stands where the fetcher posts; answers what it is told to."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.answer: int | FetchRefused = 200

    def __call__(self, url: str, form: dict[str, str]) -> int:
        self.posted.append((url, form))
        if isinstance(self.answer, FetchRefused):
            raise self.answer
        return self.answer


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """The client's end of the wire."""
    stand_in = Receiver()
    monkeypatch.setattr(logout_delivery, "post_form", stand_in)
    return stand_in


@pytest.fixture
def party(owned: Any) -> RelyingParty:
    """An application that hears of logouts."""
    hearing: RelyingParty = owned(backchannel_logout_uri=HEARS)
    return hearing


def sent(user_agent: Client, party: RelyingParty) -> str:
    """Press the button; return the page that follows."""
    response = user_agent.post(f"/developer/{party.client_id}/logout-test/")
    assert response.status_code == 303
    page = user_agent.get(response["Location"].partition("#")[0])
    assert page.status_code == 200
    return str(page.content.decode())


@pytest.mark.spec("OpenID Connect Back-Channel Logout 1.0 section 2.4")
def test_a_real_token_of_nobody_is_posted_to_the_registered_address(
    user_agent: Client, party: RelyingParty, receiver: Receiver, alice: Any
) -> None:
    page = sent(user_agent, party)
    ((url, form),) = receiver.posted
    claims = claims_of(form["logout_token"])
    assert (url, claims["iss"], claims["aud"]) == (HEARS, ISSUER, party.client_id)
    assert claims["sub"] != str(alice.subject)
    assert claims["sid"]
    assert "nonce" not in claims
    assert "It answered 200: the token was heard." in page


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (204, "It answered 204: the token was heard."),
        (404, "Only 200 and 204 say that the token was heard."),
        (FetchRefused("The address redirects."), "The token is posted to the registered address alone."),
        (FetchRefused("<b>bold</b>"), "&lt;b&gt;bold&lt;/b&gt;"),
    ],
    ids=["empty", "not-found", "redirects", "escaped"],
)
def test_the_last_answer_is_shown_in_words(
    user_agent: Client, party: RelyingParty, receiver: Receiver, answer: Any, words: str
) -> None:
    receiver.answer = answer
    assert words in sent(user_agent, party)


def test_tests_are_few_for_one_client(user_agent: Client, party: RelyingParty, receiver: Receiver) -> None:
    for _ in range(12):
        page = sent(user_agent, party)
    assert len(receiver.posted) == 10
    assert "These were many tests." in page


def test_tests_are_few_for_one_developer(
    user_agent: Client, party: RelyingParty, owned: Any, receiver: Receiver
) -> None:
    others = [owned(backchannel_logout_uri=HEARS) for _ in range(3)]
    for one in (party, *others):
        for _ in range(8):
            sent(user_agent, one)
    assert len(receiver.posted) == 20


def test_nothing_is_sent_by_a_link_or_for_another_or_where_it_is_off(
    user_agent: Client, party: RelyingParty, receiver: Receiver, web: RelyingParty
) -> None:
    path = f"/developer/{party.client_id}/logout-test/"
    user_agent.get(path)
    Application.objects.filter(pk=web.application.pk).update(backchannel_logout_uri=HEARS)
    assert user_agent.post(f"/developer/{web.client_id}/logout-test/").status_code == 404
    assert Client().post(path).status_code == 302
    assert _strict(user_agent).post(path).status_code == 403
    Application.objects.filter(pk=party.application.pk).update(enabled=False)
    user_agent.post(path)
    Application.objects.filter(pk=party.application.pk).update(enabled=True, backchannel_logout_uri="")
    user_agent.post(path)
    assert not receiver.posted
    assert not AuditEvent.objects.filter(event="logout_tested").exists()


def _strict(user_agent: Client) -> Client:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = user_agent.cookies
    return strict


def test_an_address_that_is_not_public_is_not_reached(user_agent: Client, owned: Any) -> None:
    inside = owned(backchannel_logout_uri="https://127.0.0.1/logout")
    assert "Nobody answered in 5 seconds" in sent(user_agent, inside)
