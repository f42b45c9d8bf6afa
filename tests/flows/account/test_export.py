"""/account/export/: all that is held about a person, no secret, nobody else."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, DrfToken, Session, User
from oauth_server.console.export_sections import LEFT_OUT, SECTIONS
from oauth_server.protocol.models import AccessToken, Grant, RefreshToken
from resources.models import Employee, Report, Todo
from tests.flows.guarded_api.callers import Caller, drf_key_of, jwt_pair_of
from tests.flows.guarded_api.keys import made_key
from tests.flows.oauth import RelyingParty
from tests.flows.second_factor.enrolment import enrol_app, enrol_key, signed_in
from tests.soft_authenticator import SoftAuthenticator

PAGE = "/account/export/"
IN_THE_PROFILE = {"accounts.User_groups", "accounts.User_user_permissions"}


def exported(user_agent: Client) -> tuple[dict[str, Any], str]:
    answer = user_agent.post(PAGE)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="oauth-server-alice-')
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined] # - the test client's answer
    return json.loads(text), text


def of_people() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if any(field.concrete and field.related_model is User for field in model._meta.fields):
            yield model


def test_every_model_of_a_person_is_exported_or_left_out_for_a_reason() -> None:
    known = {section.model for section in SECTIONS} | {*LEFT_OUT} | IN_THE_PROFILE
    assert {model._meta.label for model in of_people()} == known
    assert all(LEFT_OUT.values())


def test_every_column_of_the_account_is_in_the_profile_or_means_nothing_to_its_owner() -> None:
    from oauth_server.console.export import PROFILE  # noqa: PLC0415 - beside the list that it is held against

    inner = {"id", "password", "username_key", "credential_epoch", "audit_key"}
    assert {field.name for field in User._meta.concrete_fields} == {*PROFILE} | inner


def test_it_wants_a_recent_sign_in(alice: User, user_agent: Client) -> None:
    assert Client().post(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        for answer in (user_agent.get(PAGE), user_agent.post(PAGE)):
            assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not AuditEvent.objects.filter(event="data_exported").exists()


def test_the_page_says_what_is_in_it_and_the_trail_keeps_it(alice: User, user_agent: Client) -> None:
    assert "Download the file" in user_agent.get(PAGE).content.decode()
    file, _ = exported(user_agent)
    assert file["profile"]["username"] == "alice"
    [event] = AuditEvent.objects.filter(event="data_exported")
    assert event.person == alice.audit_key
    assert file["activity"][-1]["event"] == "data_exported"


def test_it_holds_what_is_theirs_and_nobody_elses(
    alice: User, bob_user_agent: Client, user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    bob = User.objects.get(username="bob")
    client = register(name='An "application" é')
    for person, browser in ((alice, user_agent), (bob, bob_user_agent)):
        client.tokens(browser, scope="openid offline_access account:read", nonce=f"of-{person.username}")
        Todo.objects.create(user=person, title=f"to do of {person.username}")
        Report.objects.create(author=person, title=f"report of {person.username}", body="x")
        Employee.objects.create(user=person, name=f"record of {person.username}", notes="for HR alone")
        browser.get("/api/admin-content/")
    file, text = exported(user_agent)
    assert [row["title"] for row in file["todos"]] == ["to do of alice"]
    assert [row["title"] for row in file["reports"]] == ["report of alice"]
    assert [row["name"] for row in file["employee"]] == ["record of alice"]
    assert [row["application"] for row in file["consents"]] == ['An "application" é']
    [grant] = file["grants"]
    assert (grant["client_id"], grant["offline"]) == (client.client_id, True)
    assert file["refusals"]
    assert file["sessions"]
    for other in ("bob", str(bob.subject), str(bob.audit_key), "for HR alone"):
        assert other not in text


def test_no_secret_and_no_digest_is_in_it(alice: User, web: RelyingParty) -> None:
    user_agent = signed_in()
    enrol_key(user_agent, SoftAuthenticator())
    app, codes = enrol_app(user_agent)
    tokens = web.tokens(user_agent, scope="openid offline_access account:read")
    User.objects.filter(pk=alice.pk).update(last_name="Liddell")
    web.application.user = alice
    web.application.save()
    key = made_key(Caller(user_agent), ["account:read"])["key"]
    file, text = exported(user_agent)
    secret = {key, web.secret, app.secret, *codes, tokens["access_token"], tokens["refresh_token"]}
    alice.refresh_from_db()
    secret |= {alice.password, str(alice.audit_key)}
    secret |= {str(data) for data in Authenticator.objects.values_list("data__secret", flat=True) if data}
    secret |= {*DrfToken.objects.values_list("digest", flat=True), *Grant.objects.values_list("code", flat=True)}
    secret |= {*Session.objects.exclude(session_key=None).values_list("session_key", flat=True)}
    for model in (AccessToken, RefreshToken):
        secret |= {str(value) for value in model.objects.values_list("token_checksum", flat=True)}
    secret |= {row["digest"] for row in alice.api_keys.values("digest")}
    assert not [value for value in secret if value and value in text]
    assert "application/json" in user_agent.post(PAGE)["Content-Type"]
    assert {row["type"] for row in file["second_factors"]} == {"totp", "webauthn", "recovery_codes"}


@pytest.mark.parametrize("many", [1, 1200], ids=["one", "many"])
def test_long_lists_cost_no_more_statements(
    alice: User, user_agent: Client, many: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    Todo.objects.bulk_create(Todo(user=alice, title=f"{number}") for number in range(many))
    with django_assert_max_num_queries(45):
        file, _ = exported(user_agent)
    assert len(file["todos"]) == many


def test_another_credential_gets_nothing(alice: User) -> None:
    headers = [{"Authorization": f"Token {drf_key_of('alice')}"}]
    headers += [{"Authorization": f"Bearer {jwt_pair_of('alice')['access']}"}]
    for header in headers:
        assert Client().post(PAGE, headers=header)["Location"].startswith("/accounts/login/")
