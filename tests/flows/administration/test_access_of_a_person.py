"""What a person holds, as the administration shows it, and the one button that ends it all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Session, User
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty


def page_of(user: User) -> str:
    return f"/admin/people/{user.pk}/access/"


@pytest.fixture
def held(alice: User, user_agent: Client, web: RelyingParty) -> dict[str, dict[str, str]]:
    """Return the header of each credential that alice holds, beside her browser."""
    tokens = web.tokens(user_agent, scope="openid account:read")
    login = {"username": "alice", "password": PASSWORD}
    pair = Client().post("/api/jwt/token/", login, content_type="application/json").json()
    token = Client().post("/api/token/", login, content_type="application/json").json()["token"]
    return {
        "application": {"authorization": f"Bearer {tokens['access_token']}"},
        "jwt": {"authorization": f"Bearer {pair['access']}"},
        "token": {"authorization": f"Token {token}"},
    }


def test_it_shows_everything_that_can_act_as_the_person(
    adams: Client, alice: User, held: dict[str, dict[str, str]]
) -> None:
    shown = adams.get(page_of(alice)).content.decode()
    for title in ("Connected applications (1)", "Browsers (1)", "Mobile sign-ins (1)", "API token"):
        assert title in shown
    for headers in held.values():
        assert headers["authorization"].split()[1] not in shown


def test_one_button_ends_all_of_it_and_each_is_refused_at_its_next_request(
    adams: Client, alice: User, adam: User, user_agent: Client, held: dict[str, dict[str, str]]
) -> None:
    for headers in held.values():
        assert Client().get("/api/protected/", headers=headers).status_code == 200
    assert adams.post(page_of(alice))["Location"] == page_of(alice)
    for headers in held.values():
        assert Client().get("/api/protected/", headers=headers).status_code == 401
    assert user_agent.get("/api/protected/").status_code == 401
    event = AuditEvent.objects.get(event="credentials_revoked")
    assert (event.person, event.actor) == (alice.audit_key, adam.audit_key)
    assert adams.get("/api/protected/").status_code == 200


def test_who_may_only_look_ends_nothing(
    adams: Client, adam: User, alice: User, held: dict[str, dict[str, str]], user_agent: Client
) -> None:
    adam.groups.clear()
    User.objects.filter(pk=adam.pk).update(is_staff=True)
    adam.user_permissions.set(Permission.objects.filter(codename__in=["view_session", "view_grant"]))
    assert "End everything" not in adams.get(page_of(alice)).content.decode()
    assert adams.post(page_of(alice)).status_code == 403
    assert user_agent.get("/api/protected/").status_code == 200


def test_one_kind_is_shown_whole_page_by_page(adams: Client, alice: User) -> None:
    now = timezone.now()
    Session.objects.bulk_create(Session(user=alice, expires=now + timedelta(days=1)) for _ in range(45))
    first = adams.get(page_of(alice)).content.decode()
    assert "Mobile sign-ins (45)" in first
    assert "?only=mobiles" in first
    for page, rows in ((1, 20), (3, 5), (99, 5)):
        shown = adams.get(page_of(alice), {"only": "mobiles", "page": str(page)}).content.decode()
        assert shown.count('<th scope="row">') == rows


def test_others_do_not_reach_it(user_agent: Client, alice: User, adam: User) -> None:
    for path in (page_of(adam), page_of(alice)):
        assert user_agent.get(path)["Location"].startswith("/admin/login/")
        assert user_agent.post(path)["Location"].startswith("/admin/login/")


def test_nobody_but_a_superuser_ends_what_a_superuser_has(adams: Client, db: None) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "x")
    assert adams.get(page_of(root)).status_code == 403
    assert adams.post(page_of(root)).status_code == 403


def test_it_asks_at_most_fifteen_statements(
    adams: Client,
    alice: User,
    held: dict[str, dict[str, str]],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined] # - a context manager of pytest-django
        adams.get(page_of(alice))


def test_the_form_of_an_account_leads_there(adams: Client, alice: User) -> None:
    shown = adams.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    assert page_of(alice) in shown
    assert f"/admin/people/{alice.pk}/act/" in shown
