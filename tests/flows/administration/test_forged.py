"""What the administration refuses: other people's pages, a browser led here, an address that is only opened."""

from typing import Final

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import AuditEvent, Session, User
from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty

SESSIONS: Final = "/admin/accounts/session/"
APPLICATIONS: Final = "/admin/oauth_server/application/"


def end(browser: Client, user: User) -> None:
    chosen = list(Session.objects.filter(user=user, ended_at=None).values_list("pk", flat=True))
    browser.post(SESSIONS, {"action": "end", "_selected_action": chosen})


def looks_only(user: User, *names: str) -> None:
    """Leave somebody staff with these permissions alone."""
    user.groups.clear()
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))


def test_the_role_admin_ends_a_sign_in_and_the_trail_says_who(
    adams: Client, adam: User, alice: User, user_agent: Client
) -> None:
    assert user_agent.get("/api/protected/").status_code == 200
    end(adams, alice)
    assert user_agent.get("/api/protected/").status_code == 401
    event = AuditEvent.objects.get(event="session_ended", person=alice.audit_key)
    assert (event.actor, event.detail) == (adam.audit_key, {"reason": "ended_by_administrator"})


def test_who_may_look_at_sign_ins_ends_none(adams: Client, adam: User, alice: User, user_agent: Client) -> None:
    looks_only(adam, "view_session")
    assert "End the selected" not in adams.get(SESSIONS).content.decode()
    end(adams, alice)
    assert user_agent.get("/api/protected/").status_code == 200


def test_the_role_admin_ends_no_sign_in_of_a_superuser(adams: Client, alice: User, user_agent: Client) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    end(adams, alice)
    assert user_agent.get("/api/protected/").status_code == 200


def test_who_may_look_at_applications_decides_about_none(adams: Client, adam: User, web: RelyingParty) -> None:
    looks_only(adam, "view_application")
    for action in ("approve", "refuse", "disable", "enable"):
        adams.post(APPLICATIONS, {"action": action, "_selected_action": [web.application.pk], "decided": "yes"})
    assert adams.post(f"{APPLICATIONS}{web.application.pk}/change/", {"enabled": ""}).status_code == 403
    web.application.refresh_from_db()
    assert web.application.enabled


def test_what_another_site_posts_changes_nothing(adams: Client, alice: User, web: RelyingParty) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = adams.cookies
    refused = {
        f"/admin/people/{alice.pk}/access/": {},
        f"/admin/people/{alice.pk}/act/": {"reason": "Ticket 4711: the list", "scopes": ["todo:read"]},
        APPLICATIONS: {"action": "disable", "_selected_action": [web.application.pk]},
        SESSIONS: {"action": "end", "_selected_action": list(Session.objects.values_list("pk", flat=True))},
        "/docs/acting/": {"path": "/api/v1/todo/"},
    }
    for path, body in refused.items():
        assert forged.post(path, body).status_code == 403, path
    assert not AuditEvent.objects.filter(event__in=["credentials_revoked", "acted_for_person", "client_disabled"])
    assert not Session.objects.exclude(ended_at=None)


def test_an_address_that_is_opened_changes_nothing(
    adams: Client, alice: User, user_agent: Client, web: RelyingParty
) -> None:
    asked: dict[str, str | int] = {"action": "disable", "_selected_action": web.application.pk, "decided": "yes"}
    adams.get(APPLICATIONS, asked)
    adams.get(SESSIONS, {**asked, "action": "end"})
    adams.get(f"/admin/people/{alice.pk}/access/", {"end": "all"})
    adams.get(f"/admin/people/{alice.pk}/act/", {"reason": "Ticket 4711: the list", "scopes": "todo:read"})
    assert user_agent.get("/api/protected/").status_code == 200
    assert not AuditEvent.objects.filter(event__in=["credentials_revoked", "acted_for_person", "client_disabled"])
    assert adams.get("/docs/acting/").status_code in {302, 303, 405}


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "x", "-1", "%00"])
def test_a_person_who_is_not_there_is_not_found(adams: Client, pk: str) -> None:
    for page in ("access", "act"):
        assert adams.get(f"/admin/people/{pk}/{page}/").status_code == 404
        assert adams.post(f"/admin/people/{pk}/{page}/").status_code == 404


def test_somebody_who_lost_the_role_meanwhile_is_stopped(adams: Client, adam: User, alice: User) -> None:
    other = sign_in(Client(), "alice")
    adam.groups.clear()
    User.objects.filter(pk=adam.pk).update(is_staff=False)
    assert adams.post(f"/admin/people/{alice.pk}/access/")["Location"].startswith("/admin/login/")
    assert other.get("/api/protected/").status_code == 200
