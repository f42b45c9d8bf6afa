"""Acting for a person from the administration: by token exchange alone, under a banner, until it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from resources.models import Todo
from tests.flows.conftest import sign_in

REASON = "Ticket 4711: the list shows nothing"
READ = "/docs/acting/"


def form_of(user: User) -> str:
    return f"/admin/people/{user.pk}/act/"


def act(browser: Client, user: User, **changes: Any) -> Any:
    return browser.post(form_of(user), {"reason": REASON, "scopes": ["account:read", "todo:read"], **changes})


def read(browser: Client, path: str = "/api/v1/todo/") -> str:
    return str(browser.post(READ, {"path": path}).content.decode())


def test_an_administrator_reads_what_the_person_reads_under_a_banner(adams: Client, alice: User, adam: User) -> None:
    Todo.objects.create(user=alice, title="Water the plants")
    assert act(adams, alice)["Location"] == "/docs/"
    page = adams.get("/docs/").content.decode()
    assert "You act for <bdi>alice</bdi> until" in page
    assert "Read it as <bdi>alice</bdi>" in page
    answer = read(adams)
    assert "200 OK" in answer
    assert "Water the plants" in answer
    assert "You act for <bdi>alice</bdi> until" in answer
    assert str(adam.subject) in read(adams, "/api/whoami/")


def test_the_person_is_told_and_the_trail_says_who_and_why(
    adams: Client, alice: User, adam: User, django_capture_on_commit_callbacks: Any
) -> None:
    EmailAddress.objects.update_or_create(user=alice, email=alice.email, defaults={"verified": True, "primary": True})
    with django_capture_on_commit_callbacks(execute=True):
        act(adams, alice)
    event = AuditEvent.objects.get(event="acted_for_person")
    assert (event.person, event.actor, event.client) == (alice.audit_key, adam.audit_key, "administration")
    assert event.detail["reason"] == REASON
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_no_page_opens_as_the_person(adams: Client, alice: User) -> None:
    act(adams, alice)
    home = adams.get("/").content.decode()
    assert "adam" in home
    assert "alice" not in home
    profile = adams.get("/account/").content.decode()
    assert "alice@example.org" not in profile


def test_the_token_is_in_no_page_and_no_address(adams: Client, alice: User) -> None:
    response = act(adams, alice)
    token = adams.session["acting"]["token"]
    shown = [adams.get("/docs/"), adams.post(READ, {"path": "/api/whoami/"}), adams.get(form_of(alice))]
    assert token not in response["Location"]
    assert not any(token in page.content.decode() for page in shown)


@pytest.mark.parametrize("path", ["/api/v1/users/", "/api/profile/", "/api/keys/"])
def test_account_and_credential_rows_stay_closed(adams: Client, alice: User, path: str) -> None:
    act(adams, alice)
    response = adams.post(READ, {"path": path})
    assert "200 OK" not in response.content.decode()


@pytest.mark.parametrize("wrong", [{"path": ""}, {"path": "/admin/"}, {"path": "//evil.example/"}, {}])
def test_only_described_addresses_are_read(adams: Client, alice: User, wrong: dict[str, str]) -> None:
    act(adams, alice)
    assert adams.post(READ, wrong).status_code == 404


@pytest.mark.parametrize("row", ["", "x", "1/../../users/", "9" * 30, "\x00", "²"])
def test_an_entry_is_named_by_its_number(adams: Client, alice: User, row: str) -> None:
    act(adams, alice)
    response = adams.post(READ, {"path": "/api/v1/todo/{id}/", "id": row}, follow=True)
    assert "needs the number of an entry" in response.content.decode()


def test_who_signed_in_too_long_ago_is_led_to_the_second_factor(
    enter: Callable[..., Client], alice: User, adam: User
) -> None:
    browser = enter(ago=timedelta(minutes=6))
    refused = act(browser, alice)
    assert "at most" in refused.content.decode()
    assert "acting" not in browser.session
    assert not AuditEvent.objects.filter(event="acted_for_person").exists()
    assert AuditEvent.objects.filter(event="acting_refused").count() == 1


def test_one_factor_is_not_enough(enter: Callable[..., Client], alice: User) -> None:
    browser = enter(acr="1")
    assert "second factor" in act(browser, alice).content.decode()
    assert "acting" not in browser.session


def test_nobody_acts_for_somebody_with_a_role_that_they_lack(adams: Client, alice: User) -> None:
    grant_role(user=alice, role=Role.HR)
    assert "holds what whoever acts for them does not" in act(adams, alice).content.decode()
    assert "acting" not in adams.session


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "x"}, {"scopes": []}, {"scopes": ["todo:write"]}])
def test_a_reason_and_something_to_read_are_required(adams: Client, alice: User, wrong: dict[str, Any]) -> None:
    assert act(adams, alice, **wrong).status_code == 200
    assert "acting" not in adams.session


def test_others_do_not_reach_the_form(user_agent: Client, alice: User, adam: User) -> None:
    assert user_agent.get(form_of(adam)).status_code == 302
    assert user_agent.post(form_of(adam), {"reason": REASON, "scopes": ["todo:read"]}).status_code == 302
    assert Client().get(form_of(alice))["Location"].startswith("/admin/login/")


def test_only_a_superuser_acts_for_a_superuser(adams: Client, db: None) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "x")
    assert adams.get(form_of(root)).status_code == 403


def ended(browser: Client) -> bool:
    browser.post(READ, {"path": "/api/whoami/"})
    return "acting" not in browser.session and "You act for <bdi>" not in browser.get("/docs/").content.decode()


def test_it_ends_by_its_button_and_the_token_is_refused(adams: Client, alice: User) -> None:
    act(adams, alice)
    token = adams.session["acting"]["token"]
    adams.post("/docs/acting/end/")
    assert ended(adams)
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_it_ends_where_the_administrator_signs_out(adams: Client, alice: User) -> None:
    act(adams, alice)
    token = adams.session["acting"]["token"]
    adams.post("/accounts/logout/")
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401


def stop(administrator: Client) -> None:
    administrator.post("/docs/acting/end/")


def sign_out(administrator: Client) -> None:
    administrator.post("/accounts/logout/")


def disable_administrator(administrator: Client) -> None:
    credentials.disable_user(user=User.objects.get(username="adam"), by=None)


def disable_administration(administrator: Client) -> None:
    Application.objects.filter(client_id="administration").update(enabled=False)


@pytest.mark.parametrize("end", [stop, sign_out, disable_administrator, disable_administration])
def test_the_person_is_shown_who_acts_until_it_ends(adams: Client, alice: User, end: Callable[[Client], None]) -> None:
    browser = sign_in(Client(), "alice")
    act(adams, alice)
    said = "An administrator acts for you right now"
    assert said in browser.get("/account/access/").content.decode()
    end(adams)
    assert said not in browser.get("/account/access/").content.decode()


def test_it_ends_where_the_person_is_disabled(adams: Client, alice: User) -> None:
    act(adams, alice)
    credentials.disable_user(user=alice, by=None)
    assert ended(adams)


def test_it_ends_where_the_application_of_the_administration_is_disabled(adams: Client, alice: User) -> None:
    act(adams, alice)
    Application.objects.filter(client_id="administration").update(enabled=False)
    assert ended(adams)
    assert "disabled" in act(adams, alice).content.decode()


def test_acting_for_another_ends_the_first(adams: Client, alice: User, bob_user_agent: Client) -> None:
    act(adams, alice)
    first = adams.session["acting"]["token"]
    act(adams, User.objects.get(username="bob"))
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {first}"}).status_code == 401
    assert "You act for <bdi>bob</bdi>" in adams.get("/docs/").content.decode()


def test_nobody_authenticates_as_the_administration(adams: Client, alice: User) -> None:
    act(adams, alice)
    for secret in ("", "administration"):
        sent = {"grant_type": "client_credentials", "client_id": "administration", "client_secret": secret}
        response = Client().post("/o/token/", urlencode(sent), content_type="application/x-www-form-urlencoded")
        assert response.status_code == 401
