"""Acting for a person: who may, for whom, for how long, and who is told (docs/acting.md; RFC 8693 section 1.1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import HOLDS, Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Grant, ProtectedResource, RefreshToken
from tests.flows.acting.acting import ACCESS_TOKEN, REASON, SCOPE, Administrator, call, refused, signed_in, status
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import ISSUER, RelyingParty, claims_of

pytestmark = pytest.mark.spec("RFC 8693 section 1.1")


def test_an_administrator_sees_what_the_person_sees(
    administrator: Administrator, alice: User, acting: dict[str, Any]
) -> None:
    claims = claims_of(acting["access_token"])
    actor = {"sub": str(administrator.user.subject), "client_id": administrator.party.client_id}
    assert acting["issued_token_type"] == ACCESS_TOKEN
    assert claims["sub"] == str(alice.subject)
    assert claims["act"] == claims["may_act"] == actor
    assert acting["scope"] == "account:read todo:read"
    told = call(acting["access_token"], "GET", "/api/whoami/").json()
    assert (told["username"], told["acting"], told["auth_time"]) == ("alice", actor, None)
    assert call(administrator.token, "GET", "/api/whoami/").json()["acting"] is None


def test_it_lasts_fifteen_minutes_and_is_never_refreshed(acting: dict[str, Any], alice: User) -> None:
    assert acting["expires_in"] == 15 * 60
    assert "refresh_token" not in acting
    assert not RefreshToken.objects.filter(user=alice).exists()
    assert not {"sid", "auth_time", "acr", "amr"} & set(claims_of(acting["access_token"]))


def test_the_reason_stands_in_the_trail_and_the_person_is_told(
    administrator: Administrator,
    alice: User,
    acting: dict[str, Any],
) -> None:
    event = AuditEvent.objects.get(event="acted_for_person")
    assert (event.person, event.actor) == (alice.audit_key, administrator.user.audit_key)
    assert event.client == administrator.party.client_id
    assert event.detail["reason"] == REASON
    assert event.detail["scope"] == "account:read todo:read"


@pytest.mark.django_db(transaction=True)
def test_the_person_is_told_by_mail_who_acts_and_why(administrator: Administrator, verified: User) -> None:
    mail.outbox.clear()
    assert administrator.act_for(verified).status_code == 200
    (message,) = mail.outbox
    assert message.to == ["alice@example.org"]
    assert all(word in message.body for word in ("adam", "The help desk", REASON))


def test_a_refusal_tells_nobody_but_the_trail(administrator: Administrator, alice: User) -> None:
    before = Grant.objects.count()
    assert refused(administrator.act_for(administrator.user)) == (400, "access_denied")
    event = AuditEvent.objects.get(event="acting_refused")
    assert (event.person, event.detail) == (administrator.user.audit_key, {"why": "access_denied"})
    assert not AuditEvent.objects.filter(event="acted_for_person").exists()
    assert Grant.objects.count() == before


@pytest.mark.parametrize("reason", [None, "", "    ", "four", "x" * 301, "with \x07 a bell"])
def test_a_reason_is_required_and_bounded(administrator: Administrator, alice: User, reason: str | None) -> None:
    assert refused(administrator.act_for(alice, reason=reason)) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("acr", "ago"), [("1", 0), ("2", 301), ("1", 301)], ids=["one factor", "too long ago", "neither"]
)
def test_it_needs_a_second_factor_within_five_minutes(
    administrator: Administrator, alice: User, acr: str, ago: int
) -> None:
    user_agent = signed_in(administrator.user, acr=acr, ago=timedelta(seconds=ago))
    token = administrator.party.tokens(user_agent, scope=SCOPE)["access_token"]
    answer = administrator.act_for(alice, actor_token=token)
    assert refused(answer) == (400, "insufficient_user_authentication")


def test_a_sign_in_of_four_minutes_ago_will_do(administrator: Administrator, alice: User) -> None:
    user_agent = signed_in(administrator.user, ago=timedelta(minutes=4))
    token = administrator.party.tokens(user_agent, scope=SCOPE)["access_token"]
    assert administrator.act_for(alice, actor_token=token).status_code == 200


def test_a_refresh_makes_no_sign_in_fresher(administrator: Administrator, alice: User) -> None:
    user_agent = signed_in(administrator.user, ago=timedelta(minutes=6))
    tokens = administrator.party.tokens(user_agent, scope=SCOPE)
    token = administrator.party.refresh(Client(), tokens["refresh_token"]).json()["access_token"]
    assert refused(administrator.act_for(alice, actor_token=token)) == (400, "insufficient_user_authentication")


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.HR])
def test_nobody_acts_without_the_permission(helpdesk: RelyingParty, bob: User, alice: User, role: Role | None) -> None:
    if role:
        grant_role(user=bob, role=role)
    user_agent = signed_in(bob)
    who = Administrator(bob, helpdesk, user_agent, helpdesk.tokens(user_agent, scope=SCOPE)["access_token"])
    assert refused(who.act_for(alice)) == (400, "access_denied")


def test_the_permission_alone_is_enough_for_whoever_holds_it(helpdesk: RelyingParty, bob: User, alice: User) -> None:
    bob.user_permissions.add(Permission.objects.get(codename="act_for_person"))
    user_agent = signed_in(bob)
    who = Administrator(bob, helpdesk, user_agent, helpdesk.tokens(user_agent, scope=SCOPE)["access_token"])
    answer = who.act_for(alice)
    assert status(answer.json()["access_token"]) == 200
    bob.user_permissions.clear()
    assert status(answer.json()["access_token"]) == 401


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HR])
def test_nobody_acts_for_somebody_who_holds_a_role_that_they_lack(
    administrator: Administrator, alice: User, role: Role
) -> None:
    grant_role(user=alice, role=role)
    assert refused(administrator.act_for(alice)) == (400, "access_denied")
    grant_role(user=administrator.user, role=role)
    assert administrator.act_for(alice).status_code == 200


def test_nobody_acts_for_somebody_who_holds_a_permission_that_they_lack(
    administrator: Administrator, alice: User
) -> None:
    assert "resources.view_report" not in HOLDS[Role.ADMIN]
    alice.user_permissions.add(Permission.objects.get(codename="view_report"))
    assert refused(administrator.act_for(alice)) == (400, "access_denied")


def test_nobody_acts_for_a_superuser_not_even_another(administrator: Administrator, alice: User) -> None:
    User.objects.filter(pk__in=[alice.pk, administrator.user.pk]).update(is_superuser=True)
    assert refused(administrator.act_for(alice)) == (400, "access_denied")


def test_a_superuser_too_lacks_the_roles_that_they_do_not_hold(administrator: Administrator, alice: User) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_superuser=True)
    grant_role(user=alice, role=Role.HR)
    assert refused(administrator.act_for(alice)) == (400, "access_denied")


def test_nobody_acts_for_staff_who_is_none(helpdesk: RelyingParty, bob: User, alice: User) -> None:
    bob.user_permissions.add(Permission.objects.get(codename="act_for_person"))
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    user_agent = signed_in(bob)
    who = Administrator(bob, helpdesk, user_agent, helpdesk.tokens(user_agent, scope=SCOPE)["access_token"])
    assert refused(who.act_for(alice)) == (400, "access_denied")


def test_nobody_acts_for_themselves(administrator: Administrator) -> None:
    assert refused(administrator.act_for(administrator.user)) == (400, "access_denied")


def test_nobody_acts_for_a_disabled_account(administrator: Administrator, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert refused(administrator.act_for(alice)) == (400, "invalid_request")


@pytest.mark.parametrize(
    "subject", ["alice", "", "00000000-0000-4000-8000-000000000000", "{}", "1", "alice@example.org", "٣" * 36]
)
def test_a_subject_that_is_nobody_is_invalid_request(administrator: Administrator, alice: User, subject: str) -> None:
    assert refused(administrator.act_for(subject)) == (400, "invalid_request")


def test_a_person_is_named_by_the_subject_in_its_one_form(administrator: Administrator, alice: User) -> None:
    for subject in (str(alice.pk), alice.subject.hex, str(alice.subject).upper(), f"urn:uuid:{alice.subject}"):
        if subject != str(alice.subject):
            assert refused(administrator.act_for(subject)) == (400, "invalid_request")


@pytest.mark.parametrize("scope", ["admin:act", "openid", "email", "todo:read unknown", "employees:write"])
def test_the_scope_is_one_that_the_administrator_gave_the_client_for_the_api(
    administrator: Administrator, alice: User, scope: str
) -> None:
    assert refused(administrator.act_for(alice, scope=scope)) == (400, "invalid_scope")


def test_without_a_scope_it_is_the_least_one(administrator: Administrator, alice: User) -> None:
    assert administrator.act_for(alice, scope=None).json()["scope"] == "account:read"


def test_a_token_that_was_not_given_the_scope_for_it_acts_for_nobody(administrator: Administrator, alice: User) -> None:
    low = administrator.party.tokens(administrator.user_agent, scope="openid account:read todo:read")["access_token"]
    assert refused(administrator.act_for(alice, actor_token=low)) == (400, "insufficient_scope")


def test_another_clients_token_acts_for_nobody(administrator: Administrator, alice: User, register: Any) -> None:
    thief = register(grant_types=administrator.party.application.grant_types, introspects=f"{ISSUER}/api")
    stolen = Administrator(administrator.user, thief, administrator.user_agent, administrator.token)
    assert refused(stolen.act_for(alice)) == (400, "invalid_request")


def test_an_actor_token_of_a_disabled_person_acts_for_nobody(administrator: Administrator, alice: User) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    assert refused(administrator.act_for(alice)) == (400, "invalid_request")


@pytest.mark.parametrize("changes", [{"actor_token": None}, {"actor_token": "x"}, {"actor_token_type": None}])
def test_an_administrator_shows_their_own_token(
    administrator: Administrator, alice: User, changes: dict[str, Any]
) -> None:
    assert refused(administrator.act_for(alice, **changes)) == (400, "invalid_request")


def test_a_token_by_which_somebody_acts_acts_for_nobody_and_is_not_passed_on(
    administrator: Administrator, alice: User, bob: User, acting: dict[str, Any]
) -> None:
    token = acting["access_token"]
    assert refused(administrator.act_for(bob, actor_token=token)) == (400, "invalid_request")
    party = administrator.party
    type(party.application).objects.filter(pk=party.application.pk).update(introspects=f"{ISSUER}/api")
    for actor in ({}, {"actor_token": administrator.token, "actor_token_type": ACCESS_TOKEN}):
        passed_on = party.token(
            Client(),
            grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
            subject_token=token,
            subject_token_type=ACCESS_TOKEN,
            **actor,
        )
        assert refused(passed_on) == (400, "invalid_request")


def test_only_our_own_resources_know_what_is_closed_to_who_acts(administrator: Administrator, alice: User) -> None:
    ProtectedResource.objects.create(identifier="https://reports.example.org", scopes="account:read")
    answer = administrator.act_for(alice, resource="https://reports.example.org", scope="account:read")
    assert refused(answer) == (400, "invalid_target")
    assert administrator.act_for(alice, resource=f"{ISSUER}/mcp", scope="todo:read").status_code == 200


def test_userinfo_tells_nothing_to_who_acts(acting: dict[str, Any]) -> None:
    assert status(acting["access_token"], "/o/userinfo/") == 403


def test_introspection_says_who_acts(administrator: Administrator, acting: dict[str, Any], register: Any) -> None:
    server = register(introspects=f"{ISSUER}/api")
    told = server.post(Client(), "/o/introspect/", token=acting["access_token"]).json()
    actor = {"sub": str(administrator.user.subject), "client_id": administrator.party.client_id}
    assert told["act"] == told["may_act"] == actor


def test_consent_says_what_it_is(helpdesk: RelyingParty, adam: User) -> None:
    user_agent = signed_in(adam)
    response = user_agent.get("/o/authorize/", helpdesk.request(scope="openid admin:act"))
    page = user_agent.get(response["Location"]).content
    assert b"where you may act for them" in page
    assert b"you may not act for others" not in page


def test_consent_says_that_it_opens_nothing_to_whoever_may_not(helpdesk: RelyingParty, alice: User) -> None:
    user_agent = signed_in(alice)
    response = user_agent.get("/o/authorize/", helpdesk.request(scope="openid admin:act"))
    assert b"you may not act for others" in user_agent.get(response["Location"]).content


def test_no_device_and_no_machine_gets_the_scope(register: Any) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="account:read admin:act")
    assert "admin:act" not in machine.token(Client(), grant_type="client_credentials").json()["scope"]
    asked = machine.token(Client(), grant_type="client_credentials", scope="admin:act")
    assert refused(asked) == (400, "invalid_scope")


@pytest.fixture
def bob(db: None) -> User:
    """A person without a role."""
    return User.objects.create_user("bob", "bob@example.org", PASSWORD)
