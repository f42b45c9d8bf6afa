"""Applications in the administration: approved, refused, disabled, capped."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import own_clients
from oauth_server.protocol.services.own_clients import change
from tests.flows.oauth import RelyingParty

LIST = "/admin/oauth_server/application/"


def act(browser: Client, action: str, application: Application, **more: Any) -> Any:
    return browser.post(LIST, {"action": action, "_selected_action": [application.pk], **more}, follow=True)


def decide(browser: Client, action: str, application: Application, **more: Any) -> str:
    """Begin an action, and send the form of its page as it is shown; return what is told."""
    page = act(browser, action, application).content.decode()
    hidden = dict(re.findall(r'name="(decided|updated_\d+)"\s+value="([^"]*)"', page))
    return str(act(browser, action, application, **hidden, **more).content.decode())


@pytest.fixture
def waiting(register: Callable[..., RelyingParty], alice: User) -> Application:
    """An application of alice's that waits."""
    application = register(user=alice).application
    Application.objects.filter(pk=application.pk).update(approval="waiting", enabled=False)
    application.refresh_from_db()
    return application


def test_one_that_waits_is_approved_and_works(adams: Client, adam: User, waiting: Application) -> None:
    assert "Changed: 1." in decide(adams, "approve", waiting)
    waiting.refresh_from_db()
    assert (waiting.enabled, waiting.approval) == (True, "")
    assert AuditEvent.objects.get(event="client_approved").actor == adam.audit_key


def test_one_that_waits_is_refused_with_a_reason_only(adams: Client, waiting: Application) -> None:
    assert "Their developers read the reason" in act(adams, "refuse", waiting).content.decode()
    assert "This field is required." in decide(adams, "refuse", waiting, reason=" ")
    waiting.refresh_from_db()
    assert waiting.approval == "waiting"
    assert "Changed: 1." in decide(adams, "refuse", waiting, reason="The homepage is empty")
    waiting.refresh_from_db()
    assert (waiting.enabled, waiting.approval, waiting.approval_reason) == (False, "refused", "The homepage is empty")


def test_what_would_be_approved_is_shown_and_nothing_is_approved_yet(adams: Client, waiting: Application) -> None:
    Application.objects.update(website="https://garden.example", scopes="openid todo:read", cap_scopes="openid")
    shown = act(adams, "approve", waiting).content.decode()
    for fact in ("alice", waiting.client_id, *waiting.redirect_uris.split(), "https://garden.example", "openid"):
        assert fact in shown
    assert "todo:read" not in shown
    waiting.refresh_from_db()
    assert (waiting.enabled, waiting.approval) == (False, "waiting")


def test_what_changed_since_it_was_looked_at_is_not_approved(adams: Client, waiting: Application, alice: User) -> None:
    looked_at = waiting.updated.isoformat()
    change(application=waiting, owner=alice, columns={"redirect_uris": "https://elsewhere.example/callback"})
    sent = {"decided": "yes", f"updated_{waiting.pk}": looked_at}
    told = act(adams, "approve", waiting, **sent).content.decode()
    assert "has changed since you looked" in told
    assert "Changed: 0. Left as they were: 1." in told
    waiting.refresh_from_db()
    assert (waiting.enabled, waiting.approval) == (False, "waiting")
    assert not AuditEvent.objects.filter(event="client_approved").exists()
    assert "Changed: 1." in decide(adams, "approve", waiting)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-01-01", "\x00", "9" * 5000])
def test_what_was_not_looked_at_is_not_approved(adams: Client, waiting: Application, moment: str) -> None:
    told = act(adams, "approve", waiting, **{"decided": "yes", f"updated_{waiting.pk}": moment})
    assert "has changed since you looked" in told.content.decode()
    waiting.refresh_from_db()
    assert waiting.approval == "waiting"


def test_what_waits_for_nothing_is_left_as_it_is(adams: Client, web: RelyingParty) -> None:
    assert "Changed: 0. Left as they were: 1." in act(adams, "approve", web.application).content.decode()


def test_what_waits_is_not_enabled_past_its_approval(adams: Client, waiting: Application) -> None:
    act(adams, "enable", waiting)
    waiting.refresh_from_db()
    assert not waiting.enabled


def test_disabling_ends_what_it_holds_at_the_next_request(
    adams: Client, adam: User, web: RelyingParty, user_agent: Client
) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read offline_access")
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/protected/", headers=headers).status_code == 200
    act(adams, "disable", web.application)
    assert Client().get("/api/protected/", headers=headers).status_code == 401
    assert AuditEvent.objects.get(event="client_disabled").actor == adam.audit_key
    act(adams, "enable", web.application)
    assert Client().get("/api/protected/", headers=headers).status_code == 401
    assert web.refresh(Client(), tokens["refresh_token"]).status_code == 400


def test_what_its_owner_has_paused_is_disabled_for_good(adams: Client, web: RelyingParty, alice: User) -> None:
    Application.objects.filter(pk=web.application.pk).update(user=alice)
    own_clients.pause(application=web.application, owner=alice)
    act(adams, "disable", web.application)
    assert not own_clients.resume(application=web.application, owner=alice)


def save(browser: Client, application: Application, **changes: Any) -> None:
    """Send the form of an application as it is shown, but for what changes."""
    path = f"{LIST}{application.pk}/change/"
    form = browser.get(path).context["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False, "")}
    saved = browser.post(path, {**sent, **changes})
    assert saved.status_code == 302, saved.context["errors"]


def test_a_cap_of_scopes_holds_at_the_next_request(adams: Client, web: RelyingParty, user_agent: Client) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read todo:read")
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/v1/todo/", headers=headers).status_code == 200
    save(adams, web.application, cap_scopes=["openid", "account:read"])
    assert Client().get("/api/v1/todo/", headers=headers).status_code == 403
    assert Client().get("/api/protected/", headers=headers).status_code == 200


@pytest.mark.parametrize(("cap", "status"), [(["HR"], 200), (["Manager"], 403), ([], 200)])
def test_a_cap_of_roles_holds_at_the_next_request(
    adams: Client, web: RelyingParty, user_agent: Client, alice: User, cap: list[str], status: int
) -> None:
    grant_role(user=alice, role=Role.HR)
    tokens = web.tokens(user_agent, scope="openid employees:read")
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/hr-content/", headers=headers).status_code == 200
    save(adams, web.application, cap_roles=cap)
    assert Client().get("/api/hr-content/", headers=headers).status_code == status


@pytest.mark.parametrize("field", ["redirect_uris", "user", "scopes", "skip_authorization", "jwks_uri", "introspects"])
def test_the_role_admin_changes_nothing_by_which_tokens_of_others_would_be_theirs(
    adams: Client, adam: User, web: RelyingParty, field: str
) -> None:
    before = Application.objects.filter(pk=web.application.pk).values(field).get()
    wanted: Any = {"user": adam.pk, "scopes": ["admin:read"], "skip_authorization": "on"}
    save(adams, web.application, **{field: wanted.get(field, "https://attacker.example/callback")})
    assert Application.objects.filter(pk=web.application.pk).values(field).get() == before


def test_what_waits_is_not_enabled_by_its_form_either(adams: Client, waiting: Application) -> None:
    refused = adams.post(f"{LIST}{waiting.pk}/change/", {"enabled": "on"})
    assert "waits for approval" in refused.content.decode()
    waiting.refresh_from_db()
    assert not waiting.enabled


def test_no_secret_is_shown(adams: Client, web: RelyingParty) -> None:
    shown = adams.get(f"{LIST}{web.application.pk}/change/").content.decode()
    assert web.secret not in shown
    assert Application.objects.get(pk=web.application.pk).client_secret not in shown
