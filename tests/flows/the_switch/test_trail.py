"""What the audit trail keeps of each event: one row that names the person by a key, and nothing that opens anything."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any, Final

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent, User
from oauth_server.protocol.services.client_secrets import end_older_secret, rotate_secret
from oauth_server.protocol.services.initial_access import make_initial_access_token
from tests.flows.guarded_api.callers import nobody
from tests.flows.mailbox import confirm_address
from tests.flows.oauth import RelyingParty, allow, basic, post_form
from tests.flows.second_factor.enrolment import confirm
from tests.flows.the_switch.events import EVENTS
from tests.flows.the_switch.holdings import Holdings

MAIN: Final = {
    "account_disabled": AuditEventName.USER_DISABLED,
    "account_disabled_on_the_page": AuditEventName.USER_DISABLED,
    "account_deleted": AuditEventName.USER_DELETED,
    "account_deleted_on_the_page": AuditEventName.USER_DELETED,
    "it_was_not_me": AuditEventName.NOT_ME,
    "credentials_revoked": AuditEventName.CREDENTIALS_REVOKED,
    "password_changed": AuditEventName.PASSWORD_CHANGED,
    "password_changed_on_the_page": AuditEventName.PASSWORD_CHANGED,
    "password_reset": AuditEventName.PASSWORD_RESET,
    "password_set_by_an_administrator": AuditEventName.PASSWORD_CHANGED,
    "second_factor_changed": AuditEventName.SECOND_FACTOR_CHANGED,
    "client_disabled": AuditEventName.CLIENT_DISABLED,
    "client_deleted": AuditEventName.CLIENT_DELETED,
    "client_revoked": AuditEventName.GRANTS_REVOKED,
    "consent_withdrawn": AuditEventName.CONSENT_WITHDRAWN,
    "grant_revoked": AuditEventName.GRANTS_REVOKED,
    "token_revoked_by_its_client": AuditEventName.TOKEN_REVOKED,
    "session_ended": AuditEventName.SESSION_ENDED,
    "signed_out": AuditEventName.SESSION_ENDED,
    "signed_out_by_the_application": AuditEventName.SESSION_ENDED,
    "jwt_logged_out": AuditEventName.SESSION_ENDED,
    "drf_token_logged_out": AuditEventName.TOKEN_REVOKED,
    "key_revoked": AuditEventName.KEY_REVOKED,
    "role_removed": AuditEventName.ROLE_TAKEN,
}
"""Event of the switch -> what the trail calls it."""
OF_CLIENTS: Final = {"client_disabled", "client_deleted", "client_revoked"}
BY_OTHERS: Final = {
    "account_disabled": "adam",
    "account_disabled_on_the_page": "root",
    "account_deleted": "adam",
    "account_deleted_on_the_page": "root",
    "password_set_by_an_administrator": "root",
    "client_disabled": "root",
    "role_removed": "adam",
}


@pytest.mark.parametrize("event", MAIN)
def test_each_event_is_one_row(held: Holdings, event: str) -> None:
    key, before = held.user.audit_key, set(AuditEvent.objects.values_list("pk", flat=True))
    EVENTS[event](held)
    row = AuditEvent.objects.exclude(pk__in=before).filter(event=MAIN[event]).get()
    assert row.person == (None if event in OF_CLIENTS else key)
    if event in BY_OTHERS:
        assert row.actor == User.objects.get(username=BY_OTHERS[event]).audit_key
    if event in OF_CLIENTS:
        assert row.client == held.web.client_id


def test_what_was_handed_out_is_there_and_says_nothing_of_a_name_or_a_secret(held: Holdings) -> None:
    found = Counter(AuditEvent.objects.filter(person=held.user.audit_key).values_list("event", flat=True))
    assert found[AuditEventName.SIGNED_IN] == len({"page", "another page", "login", "jwt", "sliding", "token"})
    assert found[AuditEventName.TOKENS_ISSUED] == len(
        {"own", "device", "other", "offline", "elsewhere", "opaque", "bound", "exchanged online", "exchanged offline"}
    )
    assert found[AuditEventName.KEY_MADE] == 1
    assert found[AuditEventName.ROLE_GIVEN] == 1
    assert found[AuditEventName.CONSENT_GIVEN] > 0
    for name in held.probes:
        held.is_good(name)
    told = json.dumps(list(AuditEvent.objects.values()), default=str)
    for word in ("alice", "adam", "second@", "127.0.0.1", *held.secrets):
        assert word not in told, word


def rows(event: AuditEventName) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(event=event))


def test_a_code_and_a_refresh_token_that_come_again_are_recorded_once(user_agent: Client, web: RelyingParty) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    assert web.exchange(Client(), code).status_code == 200
    for _ in range(3):
        assert web.exchange(Client(), code).status_code == 400
    (reused,) = rows(AuditEventName.TOKEN_REUSED)
    assert (reused.client, reused.detail["grant_type"]) == (web.client_id, "authorization_code")


def test_a_refresh_is_recorded_and_a_spent_first_party_token_too(alice: User) -> None:
    credentials = {"username": "alice", "password": "correct horse battery staple"}
    pair = nobody().post("/api/jwt/token/", credentials).json()
    statuses = [nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code for _ in range(13)]
    assert statuses == [200] + [401] * 12
    assert len(rows(AuditEventName.TOKENS_REFRESHED)) == 1
    assert len(rows(AuditEventName.TOKEN_REUSED)) == 10, "whoever has one fills the trail with it"


def test_clients_are_recorded_from_their_registration_to_their_secrets(web: RelyingParty) -> None:
    assert [row.client for row in rows(AuditEventName.CLIENT_REGISTERED)] == [web.client_id]
    rotate_secret(client_id=web.client_id, overlap=timedelta(days=1))
    assert [row.client for row in rows(AuditEventName.CLIENT_SECRET_RENEWED)] == [web.client_id]
    end_older_secret(client_id=web.client_id)
    assert [row.client for row in rows(AuditEventName.CLIENT_OLDER_SECRET_ENDED)] == [web.client_id]
    form: dict[str, Any] = {"grant_type": "client_credentials"}
    post_form(Client(), "/o/token/", form, headers={"authorization": basic(web.client_id, "wrong")})
    assert [row.client for row in rows(AuditEventName.CLIENT_REFUSED)] == [web.client_id]


@pytest.mark.django_db
def test_a_token_to_register_clients_is_recorded_without_its_value() -> None:
    _, value = make_initial_access_token(label="Billing", uses=3, preset="web")
    (row,) = rows(AuditEventName.INITIAL_ACCESS_TOKEN_MADE)
    assert row.detail["uses"] == 3
    assert value not in json.dumps(row.detail)


def test_registration_refusals_and_verified_addresses_are_recorded(alice: User, user_agent: Client) -> None:
    body = {"username": "dora", "email": "dora@example.org", "password": "another horse, another battery"}
    assert nobody().post("/api/register/", body).status_code == 201
    dora = User.objects.get(username="dora")
    assert [row.person for row in rows(AuditEventName.REGISTERED)] == [dora.audit_key]
    nobody().post("/api/jwt/token/", {"username": "dora", "password": "wrong"})
    nobody().post("/api/jwt/token/", {"username": "nobody", "password": "wrong"})
    assert {row.person for row in rows(AuditEventName.SIGN_IN_REFUSED)} == {dora.audit_key, None}
    browser = Client()
    browser.post("/accounts/login/", {"login": "dora", "password": body["password"]})
    confirm_address(browser, "dora@example.org")
    assert [row.person for row in rows(AuditEventName.ADDRESS_VERIFIED)] == [dora.audit_key]


def test_another_address_is_recorded_and_not_named(alice: User, user_agent: Client) -> None:
    for email, primary in (("alice@example.org", True), ("second@example.org", False)):
        EmailAddress.objects.create(user=alice, email=email, primary=primary, verified=True)
    confirm(user_agent)
    user_agent.post("/accounts/email/", {"action_primary": "", "email": "second@example.org"})
    assert User.objects.get(pk=alice.pk).email == "second@example.org"
    assert [(row.person, row.detail) for row in rows(AuditEventName.ADDRESS_CHANGED)] == [(alice.audit_key, {})]


def test_questions_are_not_events(held: Holdings) -> None:
    before = AuditEvent.objects.count()
    for name in ("own_session", "own_online_access", "drf_token", "personal_key", "service_key", "machine_token"):
        assert held.is_good(name)
    Client().get("/.well-known/openid-configuration")
    held.own.get("/o/authorize/", held.web.request())
    assert AuditEvent.objects.count() == before
