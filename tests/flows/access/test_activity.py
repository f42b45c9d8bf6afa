"""The activity log: a person's own events in words, and nothing of anybody else."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.audit.record import AuditEventName, record
from accounts.models import AuditEvent, User
from oauth_server.console.access.events import in_words
from tests.flows.access.test_page import shown
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty, allow
from tests.flows.rfc8628.device import begin, decide

ACTIVITY = "/account/activity/"


def test_what_one_did_is_there_newest_first(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    user_agent.post("/account/keys/new/", {"name": "A key", "scopes": ["todo:read"], "days": "7"})
    page = shown(user_agent, ACTIVITY)
    said = ["An API key was made", "The application was allowed to act.", "Signed in with the password."]
    places = [page.index(words) for words in said]
    assert places == sorted(places)
    assert "A web application" in page
    assert "The application got access." not in page


def test_what_was_refused_is_there(
    user_agent: Client, alice: User, web: RelyingParty, television: RelyingParty
) -> None:
    allow(user_agent, user_agent.get("/o/authorize/", web.request()), decision="deny")
    Client().post("/accounts/login/", {"login": "alice", "password": "wrong"})
    decide(user_agent, begin(television, scope="openid"), "deny")
    page = shown(user_agent, f"{ACTIVITY}?kind=refusals")
    assert "A sign-in was refused: the password was wrong." in page
    assert page.count("The application was not allowed to act.") == 2
    assert page.count("Refused</span>") == 3
    assert "Signed in" not in page


@pytest.mark.parametrize("name", AuditEventName)
def test_every_event_has_a_kind_and_its_words(user_agent: Client, alice: User, name: AuditEventName) -> None:
    record(name, person=alice, detail={"grant": 123456789, "delivery": 987654321})
    kinds = ("sign-ins", "applications", "changes", "routine")
    pages = {kind: shown(user_agent, f"{ACTIVITY}?kind={kind}") for kind in kinds}
    assert not [kind for kind, page in pages.items() if "123456789" in page or "987654321" in page]
    said = in_words(AuditEvent(event=str(name), detail={}))
    assert len([kind for kind, page in pages.items() if escape(said) in page]) == 1


def test_no_number_and_no_name_of_ours_is_shown(user_agent: Client, alice: User, web: RelyingParty) -> None:
    web.tokens(user_agent)
    page = user_agent.get(ACTIVITY).content.decode()
    events = AuditEvent.objects.filter(person=alice.audit_key)
    hidden = {str(alice.audit_key), *(str(event.sid) for event in events if event.sid), web.client_id}
    assert not [value for value in hidden if value in page]


def test_nobody_sees_what_happened_to_another(user_agent: Client, alice: User, web: RelyingParty) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    bob = sign_in(Client(), "bob")
    web.tokens(user_agent)
    page = shown(bob, ACTIVITY)
    assert "A web application" not in page
    assert page.count("<time") == AuditEvent.objects.filter(event="signed_in").count() - 1


def test_who_acted_is_not_named_but_why(acting: dict[str, Any], alice: User) -> None:
    page = shown(sign_in(Client(), "alice"), ACTIVITY)
    assert "An administrator began to act for this account. The reason given: Ticket 4711" in page
    assert "by an administrator" in page
    assert "adam" not in page


def test_pages_and_kinds_that_are_none_show_the_first(user_agent: Client, alice: User) -> None:
    for _ in range(45):
        record(AuditEventName.PASSWORD_CHANGED, person=alice)
    assert shown(user_agent, ACTIVITY).count("<time") == 20
    assert shown(user_agent, f"{ACTIVITY}?page=3").count("<time") == 6
    for query in ("?page=99", "?page=-1", "?page=x", "?kind=none", "?kind=%00", "?page=1&page=2", "?page=" + "9" * 400):
        assert user_agent.get(f"{ACTIVITY}{query}").status_code == 200, query
    assert "kind=changes&amp;page=2" in user_agent.get(f"{ACTIVITY}?kind=changes").content.decode()


def test_the_device_and_the_address_are_told_where_they_are_known(alice: User) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    browser = sign_in(Client(headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.9"), "alice")
    page = shown(browser, f"{ACTIVITY}?kind=sign-ins")
    assert "Firefox on Windows" in page
    assert "203.0.113.9" in page
