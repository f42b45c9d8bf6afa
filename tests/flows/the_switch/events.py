"""Everything that throws the switch, each as it is thrown: by its page, its address or its command."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from oauth_server.protocol.models import Grant
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody, with_header
from tests.flows.second_factor.enrolment import confirm
from tests.flows.the_switch.administration import edit
from tests.flows.the_switch.holdings import Holdings

NEW: Final = "another horse, another battery"


def _as_admin(held: Holdings) -> tuple[Caller, str]:
    return jwt_of("adam"), f"/api/v1/users/{held.user.pk}/"


def _root() -> Client:
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    return sign_in(Client(), "root")


def _done(response: Any, *statuses: int) -> None:
    assert response.status_code in statuses, (response.status_code, response.content)


def nothing(held: Holdings) -> None:
    """Every probe finds what it probes good, until something happens."""


def account_disabled(held: Holdings) -> None:
    adam, path = _as_admin(held)
    _done(adam.call("PATCH", path, {"is_active": False}), 200)


def account_disabled_and_enabled_again(held: Holdings) -> None:
    adam, path = _as_admin(held)
    _done(adam.call("PATCH", path, {"is_active": False}), 200)
    _done(adam.call("PATCH", path, {"is_active": True}), 200)


def account_disabled_on_the_page(held: Holdings) -> None:
    form = {"username": "alice", "email": "alice@example.org", "first_name": "", "last_name": "", "groups": []}
    _done(_root().post(f"/admin/accounts/user/{held.user.pk}/change/", form), 302)


def account_deleted(held: Holdings) -> None:
    adam, path = _as_admin(held)
    _done(adam.call("DELETE", path), 204)


def account_deleted_on_the_page(held: Holdings) -> None:
    _done(_root().post(f"/admin/accounts/user/{held.user.pk}/delete/", {"post": "yes"}), 302)


def it_was_not_me(held: Holdings) -> None:
    call_command("revoke", user="alice", not_me=True, json=True)


def credentials_revoked(held: Holdings) -> None:
    call_command("revoke", user="alice", json=True)


def _change_password(held: Holdings, **given: Any) -> None:
    body = {"old_password": PASSWORD, "new_password": NEW, **given}
    _done(held.own.post("/api/password/change/", body, content_type="application/json"), 200)


def password_changed(held: Holdings) -> None:
    _change_password(held)


def password_changed_keeping_connected(held: Holdings) -> None:
    _change_password(held, keep_connected=True)


def password_changed_on_the_page(held: Holdings) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    _done(held.own.post("/accounts/password/change/", form), 302)


def password_reset(held: Holdings) -> None:
    link = {"uid": held.values["uid"], "token": held.values["token"], "new_password": NEW}
    _done(nobody().post("/api/password/reset/confirm/", link), 200)


def password_set_by_an_administrator(held: Holdings) -> None:
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    _done(_root().post(f"/admin/accounts/user/{held.user.pk}/password/", form), 302)


def second_factor_changed(held: Holdings) -> None:
    confirm(held.own)
    _done(held.own.post("/accounts/2fa/totp/deactivate/"), 302)


def second_factor_changed_keeping_connected(held: Holdings) -> None:
    confirm(held.own)
    _done(held.own.post("/accounts/2fa/totp/deactivate/", {"keep_connected": "on"}), 302)


def client_disabled(held: Holdings) -> None:
    edit(_root(), held.web, enabled="")


def client_enabled_again(held: Holdings) -> None:
    root = _root()
    edit(root, held.web, enabled="")
    edit(root, held.web, enabled="on")


def client_deleted(held: Holdings) -> None:
    _done(_root().post(f"/admin/oauth_server/application/{held.web.application.pk}/delete/", {"post": "yes"}), 302)


def client_revoked(held: Holdings) -> None:
    call_command("revoke", client=held.web.client_id, json=True)


def consent_withdrawn(held: Holdings) -> None:
    call_command("revoke", user="alice", client=held.web.client_id, json=True)


def grant_revoked(held: Holdings) -> None:
    first = Grant.objects.filter(application=held.web.application, offline=False).order_by("pk")[0]
    call_command("revoke", grant=first.pk, json=True)


def token_revoked_by_its_client(held: Holdings) -> None:
    _done(held.web.post(Client(), "/o/revoke_token/", token=held.values["own_online_refresh"]), 200)


def session_ended(held: Holdings) -> None:
    call_command("revoke", session=held.values["other_sid"], json=True)


def session_expired(held: Holdings) -> None:
    mine = Session.objects.filter(sid=held.own.session["sid"])
    mine.update(expires=timezone.now() - timedelta(seconds=1))


def signed_out(held: Holdings) -> None:
    _done(held.own.post("/accounts/logout/"), 302)


def signed_out_at_the_api(held: Holdings) -> None:
    _done(held.own.post("/api/logout/", content_type="application/json"), 200)


def signed_out_by_the_application(held: Holdings) -> None:
    hint = held.values["own_online_id_token"]
    _done(held.own.get("/o/logout/", {"id_token_hint": hint}), 200, 302)


def jwt_logged_out(held: Holdings) -> None:
    _done(with_header(f"Bearer {held.values['jwt']}").post("/api/logout/"), 200)


def drf_token_logged_out(held: Holdings) -> None:
    _done(with_header(f"Token {held.values['drf_token']}").post("/api/logout/"), 200)


def key_revoked(held: Holdings) -> None:
    _done(with_header(f"Bearer {held.values['jwt']}").call("DELETE", f"/api/keys/{held.values['key']}/"), 204)


def role_removed(held: Holdings) -> None:
    adam, path = _as_admin(held)
    _done(adam.call("PATCH", path, {"roles": []}), 200)


EVENTS: Final[Mapping[str, Callable[[Holdings], None]]] = {
    event.__name__: event
    for event in (
        nothing,
        account_disabled,
        account_disabled_and_enabled_again,
        account_disabled_on_the_page,
        account_deleted,
        account_deleted_on_the_page,
        it_was_not_me,
        credentials_revoked,
        password_changed,
        password_changed_keeping_connected,
        password_changed_on_the_page,
        password_reset,
        password_set_by_an_administrator,
        second_factor_changed,
        second_factor_changed_keeping_connected,
        client_disabled,
        client_enabled_again,
        client_deleted,
        client_revoked,
        consent_withdrawn,
        grant_revoked,
        token_revoked_by_its_client,
        session_ended,
        session_expired,
        signed_out,
        signed_out_at_the_api,
        signed_out_by_the_application,
        jwt_logged_out,
        drf_token_logged_out,
        key_revoked,
        role_removed,
    )
}
